import { OAuthError } from './oauth-error.js';

/** Limit: name=value pairs of one request (attack A35). */
const MAX_PARAMETERS = 100;

/** Parameters that their specification allows more than once (RFC 8707 §2, RFC 8693 §2.1). */
const REPEATABLE: ReadonlySet<string> = new Set(['resource', 'audience']);

/**
 * The parameters of one OAuth request, decoded from `application/x-www-form-urlencoded`.
 *
 * Names are plain keys: `scope[]` or `state[a]` is an unknown name, never a structure (attack A08).
 * An empty value counts as omitted (RFC 6749 §3.1, §3.2).
 */
export class Parameters {
  private constructor(
    private readonly values: ReadonlyMap<string, readonly string[]>,
    /** The names, other than the repeatable ones, that came more than once. */
    readonly duplicated: ReadonlySet<string>,
  ) {}

  static readonly none = new Parameters(new Map(), new Set());

  /**
   * @throws OAuthError `invalid_request` for malformed percent-encoding, invalid UTF-8, control
   *   characters or too many parameters. Duplicates are only recorded: what they mean depends on
   *   the endpoint.
   */
  static parse(encoded: string): Parameters {
    if (encoded === '') return Parameters.none;
    if (CONTROL.test(encoded)) throw malformed();
    const pairs = encoded.split('&', MAX_PARAMETERS + 1);
    if (pairs.length > MAX_PARAMETERS) throw tooMany();
    const values = new Map<string, string[]>();
    const duplicated = new Set<string>();
    for (const pair of pairs) {
      const equals = pair.indexOf('=');
      const name = decode(equals < 0 ? pair : pair.slice(0, equals));
      const value = equals < 0 ? '' : decode(pair.slice(equals + 1));
      const seen = values.get(name);
      if (seen === undefined) {
        values.set(name, [value]);
      } else {
        seen.push(value);
        if (!REPEATABLE.has(name)) duplicated.add(name);
      }
    }
    return new Parameters(values, duplicated);
  }

  /**
   * From values that came in another encoding.
   * @throws OAuthError `invalid_request` for what a form could not hold, or too much of it
   */
  static of(entries: readonly (readonly [string, string | readonly string[]])[]): Parameters {
    if (entries.length > MAX_PARAMETERS) throw tooMany();
    const values = new Map(entries.map(([name, value]) => [name, [value].flat()]));
    for (const text of [...values].flat(2)) {
      if (CONTROL.test(text) || HALF_CHARACTER.test(text)) throw malformed();
    }
    return new Parameters(values, new Set());
  }

  /** Rebuilds parameters stored with {@link toJSON}. */
  static from(stored: Readonly<Record<string, string | readonly string[]>>): Parameters {
    const values = new Map<string, readonly string[]>();
    for (const [name, value] of Object.entries(stored)) {
      values.set(name, typeof value === 'string' ? [value] : value);
    }
    return new Parameters(values, new Set());
  }

  /** The same with some of them changed; undefined leaves one out. */
  with(changes: Readonly<Record<string, string | undefined>>): Parameters {
    const values = new Map(this.values);
    for (const [name, value] of Object.entries(changes)) {
      if (value === undefined) values.delete(name);
      else values.set(name, [value]);
    }
    return new Parameters(values, this.duplicated);
  }

  /** Those that have one of these names. */
  only(names: ReadonlySet<string>): Parameters {
    const values = new Map([...this.values].filter(([name]) => names.has(name)));
    return new Parameters(values, this.duplicated);
  }

  /** The first value, or undefined when the parameter is absent or empty. */
  get(name: string): string | undefined {
    const value = this.values.get(name)?.[0];
    return value === '' ? undefined : value;
  }

  /** Every non-empty value, for the repeatable parameters. */
  getAll(name: string): readonly string[] {
    return this.values.get(name)?.filter((value) => value !== '') ?? [];
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  names(): IterableIterator<string> {
    return this.values.keys();
  }

  /** @throws OAuthError `invalid_request` when a parameter came twice (RFC 6749 §3.1, §3.2). */
  rejectDuplicates(): void {
    if (this.duplicated.size > 0) {
      throw OAuthError.invalidRequest('A parameter was sent more than once.').refusedBy({
        ...{ check: 'duplicates', spec: 'RFC 6749 §3.1', expected: 'each parameter once' },
        got: { parameter: [...this.duplicated] },
      });
    }
  }

  toJSON(): Record<string, string | readonly string[]> {
    const stored: Record<string, string | readonly string[]> = Object.create(null) as Record<
      string,
      string | readonly string[]
    >;
    for (const [name, values] of this.values) {
      const first = values[0];
      stored[name] = values.length === 1 && first !== undefined ? first : values;
    }
    return stored;
  }
}

// Controls and NUL never belong in an OAuth parameter (RFC 6749 appendix A); one that slips through
// is what truncation and header-splitting attacks are made of (attacks A20, A21).
// eslint-disable-next-line no-control-regex -- control characters are what this looks for
const CONTROL = /[\u0000-\u001f\u007f\ufeff]/;

/** One half of a surrogate pair: JSON can hold it, UTF-8 cannot. */
const HALF_CHARACTER = /\p{Surrogate}/u;

function decode(encoded: string): string {
  if (!encoded.includes('%') && !encoded.includes('+')) return encoded;
  let decoded: string;
  try {
    decoded = decodeURIComponent(encoded.replaceAll('+', ' '));
  } catch {
    throw malformed();
  }
  if (CONTROL.test(decoded)) throw malformed();
  return decoded;
}

function tooMany(): OAuthError {
  return OAuthError.invalidRequest('Too many parameters.').refusedBy({
    ...{ check: 'parameters', spec: 'RFC 6749 Appendix B' },
    ...{ expected: `at most ${String(MAX_PARAMETERS)}`, got: 'more' },
  });
}

function malformed(): OAuthError {
  return OAuthError.invalidRequest('A parameter is not correctly encoded.').refusedBy({
    ...{ check: 'parameters', spec: 'RFC 6749 Appendix B' },
    expected: 'application/x-www-form-urlencoded, in UTF-8, without control characters',
    got: 'something else',
  });
}
