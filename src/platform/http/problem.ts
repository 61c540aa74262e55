/** What a management API answers when it cannot do what was asked (RFC 9457). */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    /** A short code that programs can switch on, such as `invalid_redirect_uri` (RFC 7591 §3.2.2). */
    readonly error?: string,
    /** The fields at fault, by name. */
    readonly errors?: Readonly<Record<string, string>>,
  ) {
    super(detail);
  }

  static badRequest(detail: string, errors?: Readonly<Record<string, string>>): Problem {
    return new Problem(400, 'Bad Request', detail, 'invalid_request', errors);
  }

  static notFound(what: string): Problem {
    return new Problem(404, 'Not Found', `There is no such ${what}.`, 'not_found');
  }

  static conflict(detail: string): Problem {
    return new Problem(409, 'Conflict', detail, 'conflict');
  }
}
