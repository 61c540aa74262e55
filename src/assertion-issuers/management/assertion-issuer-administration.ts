import { Injectable } from '@nestjs/common';
import { Config } from '../../config/index.js';
import { randomId } from '../../crypto/index.js';
import { Problem } from '../../http/index.js';
import { epochSeconds } from '../../protocol/index.js';
import type { AssertionIssuer } from '../assertion-issuer.js';
import { AssertionIssuerRepository } from '../assertion-issuer.repository.js';
import type {
  AssertionIssuerSettings,
  CreateAssertionIssuerRequest,
  UpdateAssertionIssuerRequest,
} from './assertion-issuer.request.js';
import { assertionIssuerFaults } from './check-assertion-issuer.js';

/** What admins do with assertion issuers. */
@Injectable()
export class AssertionIssuerAdministration {
  constructor(
    private readonly repository: AssertionIssuerRepository,
    private readonly config: Config,
  ) {}

  list(after: string, limit: number): Promise<AssertionIssuer[]> {
    return this.repository.list(after, limit);
  }

  /** @throws Problem 404 */
  async find(id: string): Promise<AssertionIssuer> {
    const issuer = await this.repository.find(id);
    if (issuer === undefined) throw Problem.notFound('assertion issuer');
    return issuer;
  }

  /** @throws Problem 400, 409 */
  async create(body: CreateAssertionIssuerRequest): Promise<AssertionIssuer> {
    // Every token of ours would be an assertion then, whomever it was meant for.
    if (URL.parse(body.issuer)?.origin === this.config.issuer) {
      throw Problem.conflict('Gatehouse itself cannot be an assertion issuer.');
    }
    const now = epochSeconds();
    const created = checked({
      id: randomId(),
      issuer: body.issuer,
      name: body.name,
      jwks: body.jwks,
      jwks_uri: body.jwks_uri,
      subjectMapping: body.subject_mapping ?? 'sub',
      clientIds: body.client_ids ?? [],
      scopes: body.scopes ?? [],
      enabled: body.enabled ?? true,
      createdAt: now,
      updatedAt: now,
    });
    if (!(await this.repository.create(created))) {
      throw Problem.conflict('This issuer is registered already.');
    }
    return created;
  }

  /** @throws Problem 400, 404 */
  async update(id: string, body: UpdateAssertionIssuerRequest): Promise<AssertionIssuer> {
    const current = await this.find(id);
    const changed = checked({
      ...current,
      ...keysAfter(current, body),
      name: body.name ?? current.name,
      subjectMapping: body.subject_mapping ?? current.subjectMapping,
      clientIds: body.client_ids ?? current.clientIds,
      scopes: body.scopes ?? current.scopes,
      enabled: body.enabled ?? current.enabled,
      updatedAt: epochSeconds(),
    });
    if (!(await this.repository.replace(changed))) throw Problem.notFound('assertion issuer');
    return changed;
  }

  /** @throws Problem 404 */
  async delete(id: string): Promise<void> {
    if (!(await this.repository.delete(id))) throw Problem.notFound('assertion issuer');
  }
}

/** New keys replace the old ones, wherever those were. */
function keysAfter(
  { jwks, jwks_uri }: AssertionIssuer,
  given: AssertionIssuerSettings,
): Pick<AssertionIssuer, 'jwks' | 'jwks_uri'> {
  if (given.jwks === undefined && given.jwks_uri === undefined) return { jwks, jwks_uri };
  return { jwks: given.jwks, jwks_uri: given.jwks_uri };
}

function checked(issuer: AssertionIssuer): AssertionIssuer {
  const faults = assertionIssuerFaults(issuer);
  if (Object.keys(faults).length === 0) return issuer;
  throw Problem.badRequest('Some members are missing or malformed.', faults);
}
