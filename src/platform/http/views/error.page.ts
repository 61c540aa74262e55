import { definePage } from './views.js';

export interface ErrorPage {
  /** The error code, such as `invalid_request`. */
  error: string;
  description: string;
  /** What the operator finds in the log. */
  reference?: string | undefined;
  /** Heading; "Authorization error" when absent. */
  title?: string | undefined;
}

export const errorPage = definePage<ErrorPage>(import.meta.url, 'error');
