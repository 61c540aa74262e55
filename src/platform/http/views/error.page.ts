import { definePage } from './views.js';

export interface ErrorPage {
  /** The error code, such as `invalid_request`. */
  error: string;
  description: string;
  /** What people can do about it; that of an unknown error when absent. */
  toDo?: string | undefined;
  /** The application in which they go on. */
  wayOn?: { name: string; uri: string } | undefined;
  /** Nothing is at the address: the start page leads on. */
  notFound?: boolean | undefined;
  /** What an admin finds at /admin/errors, and the operator in the log. */
  reference?: string | undefined;
  /** Heading; "Authorization error" when absent. */
  title?: string | undefined;
}

export const errorPage = definePage<ErrorPage>(import.meta.url, 'error');
