/** One proof of who somebody is: how it was given (RFC 8176), and when, in seconds since the epoch. */
export interface Factor {
  readonly method: string;
  readonly at: number;
}

/** What a sign-in rests on, as it is stored: `pwd@1795878767 otp@1795878790`. */
export type Factors = readonly Factor[];

export function formatFactors(factors: Factors): string {
  return factors.map(({ method, at }) => `${method}@${String(at)}`).join(' ');
}

/** As {@link formatFactors} wrote it. */
export function parseFactors(text: string): Factors {
  if (text === '') return [];
  return text.split(' ').map((factor) => {
    const at = factor.lastIndexOf('@');
    return { method: factor.slice(0, at), at: Number(factor.slice(at + 1)) };
  });
}

/** `amr` (OIDC Core §2). */
export function methodsOf(factors: Factors): readonly string[] {
  return [...new Set(factors.map(({ method }) => method))];
}

/** `auth_time` (OIDC Core §2): when the primary proof was given; every method there is today is one. */
export function authTimeOf(factors: Factors): number {
  return Math.max(...factors.map(({ at }) => at));
}
