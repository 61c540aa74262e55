import { textsFor } from '#platform/texts';
import { type Factors, methodsOf } from '#protocol';

/** How somebody signed in (`amr`), in words and without what only programs tell apart. */
export function proofsInWords(factors: Factors): string {
  const { proofs } = textsFor().account;
  const words = methodsOf(factors.filter(({ recovered }) => recovered !== true)).flatMap(
    (method) => {
      const word: string | undefined = (proofs as Readonly<Record<string, string>>)[method];
      return word ?? method;
    },
  );
  const recovered = factors.some((factor) => factor.recovered) ? [proofs.recovered] : [];
  return [...new Set([...words, ...recovered])].filter((word) => word !== '').join(', ');
}
