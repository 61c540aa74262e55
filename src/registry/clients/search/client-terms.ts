import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import type { Reach } from '#platform/http';
import { cutTerm, type TermsOf, whereTerm, whereWords, wordsOf } from '#platform/lists';
import type { ClientEntity } from '../client.entity.js';
import type { ClientMetadata } from '../metadata/client-metadata.js';
import { ClientTermEntity, TERM_KINDS, type TermKind } from './client-term.entity.js';

/** By what a list of clients is filtered. */
export interface ClientFilter {
  readonly q?: string | undefined;
  readonly host?: string | undefined;
  readonly grant_type?: string | undefined;
  readonly scope?: string | undefined;
  readonly contact?: string | undefined;
  readonly auth_method?: string | undefined;
  readonly owner?: string | undefined;
  readonly unverified?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  readonly external_id?: string | undefined;
  /** Only those with a secret that ends before. */
  readonly secret_expires_before?: number | undefined;
}

const TERMS: TermsOf = { table: 'client_terms', owner: 'client_id', column: 'c.client_id' };

/** Written in the transaction of the client, as its origins are. */
export async function replaceTerms(
  manager: EntityManager,
  clientId: string,
  metadata: ClientMetadata,
): Promise<void> {
  await manager.delete(ClientTermEntity, { clientId });
  await insertTerms(manager, clientId, metadata);
}

export async function insertTerms(
  manager: EntityManager,
  clientId: string,
  metadata: ClientMetadata,
): Promise<void> {
  const rows = termsOf(clientId, metadata).map(([kind, value]) => ({ kind, value, clientId }));
  await manager.insert(ClientTermEntity, rows);
}

/** Leaves of the clients `c` those that have all of it; an index tells each. */
export function whereTerms(query: SelectQueryBuilder<ClientEntity>, filter: ClientFilter): void {
  const {
    q = '',
    host,
    grant_type,
    scope,
    contact,
    auth_method,
    owner,
    unverified,
    disabled,
  } = filter;
  const exact: readonly (readonly [TermKind, string | undefined])[] = [
    ['host', host],
    ['grant', grant_type],
    ['scope', scope],
    ['contact', contact],
    ['auth', auth_method],
    ['owner', owner],
    ['flag', unverified === undefined ? undefined : verifiedness(unverified)],
  ];
  for (const [kind, value] of exact) {
    if (value === undefined || value === '') continue;
    whereTerm(query, TERMS, kind, fold(kind, value));
  }
  whereWords(query, TERMS, q);
  const { secret_expires_before: secretBefore } = filter;
  if (secretBefore !== undefined) {
    query.andWhere(
      'c.client_id IN (SELECT s.client_id FROM client_secrets s WHERE s.expires_at < :secretBefore)',
      { secretBefore },
    );
  }
  if (disabled !== undefined)
    query.andWhere('c.disabled = :disabled', { disabled: Number(disabled) });
}

/** Leaves of the clients `c` those within reach: pages and counts show no other (attack M13). */
export function whereOwned(
  query: SelectQueryBuilder<ClientEntity>,
  reach: Reach | undefined,
): void {
  if (reach === undefined) return;
  const { owners = [] } = reach;
  if (owners.length === 0) query.andWhere('1 = 0');
  else {
    const own = { owners: owners.map(cutTerm) };
    query.andWhere(`c.client_id IN (${SELECT} t.kind = 'owner' AND t.value IN (:...owners))`, own);
  }
}

const SELECT = 'SELECT t.client_id FROM client_terms t WHERE';

const verifiedness = (unverified: boolean): string => (unverified ? 'unverified' : 'verified');

function termsOf(clientId: string, metadata: ClientMetadata): [TermKind, string][] {
  const { redirect_uris, post_logout_redirect_uris, contacts = [] } = metadata;
  const hosts = [...redirect_uris, ...post_logout_redirect_uris].map(
    (uri) => URL.parse(uri)?.hostname ?? '',
  );
  const terms: Readonly<Record<TermKind, readonly string[]>> = {
    word: [clientId.toLowerCase(), ...wordsOf(clientId), ...wordsOf(metadata.client_name)],
    host: hosts,
    grant: metadata.grant_types,
    scope: metadata.scope?.split(' ') ?? [],
    contact: contacts,
    auth: [metadata.token_endpoint_auth_method],
    flag: [verifiedness(metadata.unverified === true)],
    owner: metadata.owners ?? [],
  };
  return TERM_KINDS.flatMap((kind) => {
    const values = terms[kind].map((value) => cutTerm(fold(kind, value)));
    return [...new Set(values)]
      .filter((value) => value !== '')
      .map((value): [TermKind, string] => [kind, value]);
  });
}

/** Hosts and addresses are the same in any case. */
function fold(kind: TermKind, value: string): string {
  return kind === 'host' || kind === 'contact' ? value.toLowerCase() : value;
}
