import { definePage } from '#platform/http';

/** What is stored about a person, for them to take along. A form posts `csrf` to `downloadAction`. */
export interface DataPage {
  csrf: string;
  downloadAction: string;
  accountUrl: string;
}

export const dataPage = definePage<DataPage>(import.meta.url, 'data');
