import { kindOf, type ProblemName } from './problem-kinds.js';

/** What is wrong in one place: in the body, by JSON pointer (RFC 6901), or in a query parameter. */
export type Fault =
  | { readonly pointer: string; readonly detail: string }
  | { readonly parameter: string; readonly detail: string };

interface ProblemDetails {
  readonly error?: string;
  readonly errors?: readonly Fault[] | undefined;
  /** Members that only this kind has (RFC 9457 §3.2). */
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** What a management API answers when it cannot do what was asked (RFC 9457). */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly title: string;
  /** A short code that programs can switch on, such as `invalid_redirect_uri` (RFC 7591 §3.2.2). */
  readonly error: string;

  constructor(
    readonly kind: ProblemName,
    readonly detail: string,
    { error, errors, extensions = {} }: ProblemDetails = {},
  ) {
    super(detail);
    const { status, title, error: usual } = kindOf(kind);
    this.status = status;
    this.title = title;
    this.error = error ?? usual;
    this.errors = errors;
    this.extensions = extensions;
  }

  /** Everything that is at fault. */
  readonly errors: readonly Fault[] | undefined;
  readonly extensions: Readonly<Record<string, unknown>>;

  /** The same, told of more; but nothing further of what is at fault already. */
  and(more: readonly { readonly pointer: string; readonly detail: string }[]): Problem {
    const known = this.errors ?? [];
    const faulty = new Set(
      known.map((fault) => ('pointer' in fault ? memberOf(fault.pointer) : '')),
    );
    const further = more
      .filter(({ pointer }) => pointer !== '' && !faulty.has(memberOf(pointer)))
      .map(({ pointer, detail }) => ({ pointer, detail }));
    const { error, extensions } = this;
    return new Problem(this.kind, this.detail, {
      error,
      extensions,
      errors: [...known, ...further],
    });
  }

  /** @param members what is wrong, by member of the body; that of an object inside it as `policy.scope` */
  static badRequest(detail: string, members?: Readonly<Record<string, string>>): Problem {
    const errors =
      members &&
      Object.entries(members).map(([member, about]) => ({
        pointer: pointerTo(member.split('.')),
        detail: about,
      }));
    return new Problem('invalid-request', detail, { errors });
  }

  static badParameter(parameter: string, detail: string): Problem {
    const errors = [{ parameter, detail }];
    return new Problem('invalid-request', `The parameter ${parameter} is not right.`, { errors });
  }

  static notFound(what: string): Problem {
    return new Problem('not-found', `There is no such ${what}.`);
  }

  static conflict(detail: string): Problem {
    return new Problem('conflict', detail);
  }
}

/** RFC 6901 §3, §4. */
export function pointerTo(path: readonly string[]): string {
  return path.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The outermost member that a pointer leads through. */
function memberOf(pointer: string): string {
  return pointer.split('/')[1] ?? '';
}
