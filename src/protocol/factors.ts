/** One proof of who somebody is: how it was given (RFC 8176), and when, in seconds since the epoch. */
export interface Factor {
  /** What it is called in `amr`; several values are joined by `+`. */
  readonly method: string;
  readonly at: number;
  /** Whether it only counts beside a primary proof. */
  readonly second?: boolean;
  /** Whether it stood in for a second factor that is lost. */
  readonly recovered?: boolean;
}

/** What a sign-in rests on, as it is stored: `pwd@1795878767 2:otp@1795878790`, and `2r:` for what recovered. */
export type Factors = readonly Factor[];

const SECOND = '2:';
const RECOVERED = '2r:';

export function formatFactors(factors: Factors): string {
  return factors
    .map(({ method, at, second, recovered }) => {
      const kind = recovered ? RECOVERED : second ? SECOND : '';
      return `${kind}${method}@${String(at)}`;
    })
    .join(' ');
}

/** As {@link formatFactors} wrote it. */
export function parseFactors(text: string): Factors {
  if (text === '') return [];
  return text.split(' ').map((factor) => {
    const [kind = '', method = '', at] = /^(2r?:)?(.+)@(\d+)$/.exec(factor)?.slice(1) ?? [];
    return {
      ...{ method, at: Number(at) },
      ...(kind === '' ? {} : { second: true }),
      ...(kind === RECOVERED ? { recovered: true } : {}),
    };
  });
}

/** `amr` (OIDC Core §2), with `mfa` where one proof stands beside another (RFC 8176 §2). */
export function methodsOf(factors: Factors): readonly string[] {
  const values = factors.flatMap(({ method }) => method.split('+'));
  const several = factors.some(({ second }) => second) && factors.some(({ second }) => !second);
  return [...new Set(several ? [...values, 'mfa'] : values)];
}

/** `auth_time` (OIDC Core §2): when the primary proof was given, whatever was added to it later. */
export function authTimeOf(factors: Factors): number {
  const primary = factors.filter(({ second }) => !second);
  return Math.max(...(primary.length === 0 ? factors : primary).map(({ at }) => at));
}

/** Both, the later one where a method stands in both. */
export function mergeFactors(one: Factors, other: Factors): Factors {
  const merged = new Map<string, Factor>();
  for (const factor of [...one, ...other]) {
    const key = formatFactors([{ ...factor, at: 0 }]);
    if ((merged.get(key)?.at ?? 0) <= factor.at) merged.set(key, factor);
  }
  return [...merged.values()];
}
