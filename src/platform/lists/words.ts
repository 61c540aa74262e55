import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { LAST } from './lists.js';

/** Of a term; longer ones are cut on both sides. */
const LONGEST = 200;

/** By what a text is found: what stands between spaces, and whatever of it is letters and digits. */
export function wordsOf(text: string): string[] {
  return distinct([...partsOf(text), ...folded(text).split(/[^\p{L}\p{M}\p{N}]+/u)]);
}

/** What a search asks for, literally: each has to be the beginning of a word. */
const partsOf = (text: string): string[] => distinct(folded(text).split(/\s+/u));

/** In one case (Unicode Annex 15, NFKC). */
const folded = (text: string): string => text.normalize('NFKC').toLowerCase().normalize('NFKC');

const distinct = (words: readonly string[]): string[] =>
  [...new Set(words.map(cutTerm))].filter((word) => word !== '');

export const cutTerm = (text: string): string => Array.from(text).slice(0, LONGEST).join('');

/** The terms `t` by which things are looked for: a table of kinds and values with an index. */
export interface TermsOf {
  readonly table: string;
  /** Whose terms they are, in that table. */
  readonly owner: string;
  /** The column that is compared with it. */
  readonly column: string;
}

/** Leaves of what a query finds what has a word that begins like each of those of a text; an index tells. */
export function whereWords<Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>,
  { table, owner, column }: TermsOf,
  text: string,
): void {
  for (const [i, word] of partsOf(text).entries()) {
    const [from, to] = [`from${String(i)}`, `to${String(i)}`];
    query.andWhere(
      `${column} IN (SELECT t.${owner} FROM ${table} t WHERE t.kind = 'word' AND t.value >= :${from} AND t.value < :${to})`,
      { [from]: word, [to]: word + LAST },
    );
  }
}

/** The same for a term as a whole. */
export function whereTerm<Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>,
  { table, owner, column }: TermsOf,
  kind: string,
  value: string,
): void {
  query.andWhere(
    `${column} IN (SELECT t.${owner} FROM ${table} t WHERE t.kind = '${kind}' AND t.value = :${kind})`,
    { [kind]: cutTerm(value) },
  );
}
