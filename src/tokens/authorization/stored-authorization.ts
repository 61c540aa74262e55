import {
  type ClaimsRequest,
  type Factors,
  Granted,
  methodsOf,
  parseClaimsRequest,
  parseFactors,
} from '#protocol';
import type { User } from '#people/users';
import type { AuthenticatedUser } from './authorization.js';
import type { AuthorizationEntity } from './authorization.entity.js';

type Column = keyof AuthorizationEntity;

/** The columns that are read as something else than they hold. */
interface Read {
  readonly granted: Granted;
  readonly factors: Factors;
  /** What the client asked to be told of the person by name. */
  readonly claims: ClaimsRequest | undefined;
}

/** An authorization as it is kept, or the part of it that was read. */
export type StoredAuthorization<Name extends Column = Column> = Readonly<
  Pick<AuthorizationEntity, Exclude<Name, keyof Read>> & Pick<Read, Name & keyof Read>
>;

export function toAuthorization<Name extends Column>(
  row: Pick<AuthorizationEntity, Name>,
): StoredAuthorization<Name> {
  const { granted, factors, claims } = row as Partial<AuthorizationEntity>;
  const read = {
    ...row,
    ...(granted === undefined ? {} : { granted: Granted.parse(granted) }),
    ...(factors === undefined ? {} : { factors: parseFactors(factors) }),
    claims: typeof claims === 'string' ? parseClaimsRequest(claims) : undefined,
  };
  // TypeScript does not follow which of the columns are there.
  return read as unknown as StoredAuthorization<Name>;
}

/** Who gave it, as tokens say it. */
export function authorizedBy(
  authorization: StoredAuthorization<'userId' | 'authTime' | 'factors' | 'sessionId' | 'claims'>,
  person?: () => User,
): AuthenticatedUser {
  const { userId: sub, authTime, factors, sessionId, claims } = authorization;
  return {
    sub,
    authTime,
    amr: methodsOf(factors),
    ...(sessionId === null ? {} : { sessionId }),
    ...(claims === undefined ? {} : { claims }),
    ...(person === undefined ? {} : { person }),
  };
}
