import { Entity, PrimaryColumn } from 'typeorm';

export const TERM_KINDS = [
  'word',
  'host',
  'grant',
  'scope',
  'contact',
  'auth',
  'flag',
  'owner',
] as const;
export type TermKind = (typeof TERM_KINDS)[number];

/** Something by which a client is looked for: what stands in its metadata has no index. */
@Entity('client_terms')
export class ClientTermEntity {
  @PrimaryColumn('varchar', { length: 16 })
  kind: TermKind;

  @PrimaryColumn('varchar', { length: 200 })
  value: string;

  @PrimaryColumn('varchar', { name: 'client_id', length: 255 })
  clientId: string;
}
