import type { english } from './english/index.js';

/** Sentences of any wording in the places of English ones. */
type Catalogue<T> = T extends string
  ? string
  : T extends readonly (infer Item)[]
    ? readonly Catalogue<Item>[]
    : { readonly [Name in keyof T]: Catalogue<T[Name]> };

/** A catalogue: what English has, every language has. */
export type Texts = Catalogue<typeof english>;
