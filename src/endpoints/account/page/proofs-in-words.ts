import type { Said } from '#platform/texts';
import { type Factors, methodsOf } from '#protocol';

/** How somebody signed in (`amr`), in words and without what only programs tell apart. */
export function proofsInWords(factors: Factors): Said {
  const methods = methodsOf(factors.filter(({ recovered }) => recovered !== true));
  const recovered = factors.some((factor) => factor.recovered);
  return methodsInWords(recovered ? [...methods, 'recovered'] : methods);
}

/** Authentication methods (RFC 8176) in words. */
export function methodsInWords(methods: readonly string[]): Said {
  return ({ account: { proofs } }) => {
    const known: Readonly<Partial<Record<string, string>>> = proofs;
    const words = methods.map((method) => known[method] ?? method);
    return [...new Set(words)].filter((word) => word !== '').join(', ');
  };
}
