import { definePage } from '#platform/http';

/**
 * Accounts elsewhere with which somebody signs in here. Forms post `csrf` and `identity_id` to `unlinkAction`,
 * `csrf` and `provider` to `linkAction`.
 */
export interface LinkedPage {
  csrf: string;
  linked: readonly {
    id: string;
    name: string;
    email?: string | undefined;
    createdAt: number;
    lastUsedAt: number;
  }[];
  linkable: readonly { id: string; name: string }[];
  linkAction: string;
  unlinkAction: string;
  accountUrl: string;
  error?: string | undefined;
}

export const linkedPage = definePage<LinkedPage>(import.meta.url, 'linked');
