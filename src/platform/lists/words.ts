import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { LAST } from './lists.js';

/** Of a term; longer ones are cut on both sides. */
const LONGEST = 200;

/** Whatever is written between letters and digits, in one case (Unicode Annex 15, NFKC). */
export function wordsOf(text: string): string[] {
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u);
  return [...new Set(words)].filter((word) => word !== '').map(cutTerm);
}

export const cutTerm = (text: string): string => Array.from(text).slice(0, LONGEST).join('');

/** The terms `t` by which things are looked for: a table of kinds and values with an index. */
export interface TermsOf {
  readonly table: string;
  /** Whose terms they are, in that table. */
  readonly owner: string;
  /** The column that is compared with it. */
  readonly column: string;
}

/** Leaves of what a query finds what has a word that begins like each of these; an index tells. */
export function whereWords<Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>,
  { table, owner, column }: TermsOf,
  text: string,
): void {
  for (const [i, word] of wordsOf(text).entries()) {
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
