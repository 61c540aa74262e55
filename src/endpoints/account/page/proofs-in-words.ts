import type { Said } from '#platform/texts';
import { type Factors, methodsOf } from '#protocol';

/** How somebody signed in (`amr`), in words and without what only programs tell apart. */
export function proofsInWords(factors: Factors): Said {
  const methods = methodsOf(factors.filter(({ recovered }) => recovered !== true));
  const recovered = factors.some((factor) => factor.recovered);
  return ({ account: { proofs } }) => {
    const known: Readonly<Partial<Record<string, string>>> = proofs;
    const words = methods.map((method) => known[method] ?? method);
    const all = recovered ? [...words, proofs.recovered] : words;
    return [...new Set(all)].filter((word) => word !== '').join(', ');
  };
}
