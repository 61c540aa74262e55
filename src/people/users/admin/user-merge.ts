import { type DeclaredAttributes, mergeAttributes } from '#registry/claims';
import { tidy } from '../login-identifier.js';
import { nobody, type ProfileClaims, type User, type UserValue } from '../user.js';
import type { CreateUserRequest, UpdateUserRequest } from './user.request.js';

const CLAIMS = [
  'name',
  'given_name',
  'family_name',
  'middle_name',
  'nickname',
  'profile',
  'picture',
  'website',
  'gender',
  'birthdate',
  'zoneinfo',
  'locale',
  'phone_number',
] as const;

const ADDRESS = [
  'formatted',
  'street_address',
  'locality',
  'region',
  'postal_code',
  'country',
] as const;

export function newUser(request: CreateUserRequest, declared: DeclaredAttributes): UserValue {
  return mergeUser(nobody(request.username), request, declared);
}

/**
 * The user with the members of a request merged in: what is absent stays, null takes away
 * (RFC 7396). Whoever has a new address or number has yet to prove that it is theirs (attack I21).
 */
export function mergeUser(
  user: UserValue,
  request: Readonly<UpdateUserRequest>,
  declared: DeclaredAttributes,
): UserValue {
  const given = request.email === null ? undefined : request.email;
  const email = request.email === undefined ? user.email : given && tidy(given);
  const disabled = request.disabled ?? user.disabled;
  const kept = email !== undefined && email === user.email && user.emailVerified;
  return {
    username: tidy(request.username ?? user.username),
    email,
    externalId:
      request.external_id === undefined ? user.externalId : (request.external_id ?? undefined),
    emailVerified: email !== undefined && (request.email_verified ?? kept),
    claims: mergeClaims(user.claims, request),
    attributes: mergeAttributes(user.attributes, request.attributes, declared),
    roles: request.roles ?? user.roles,
    groups: user.groups,
    groupVersion: user.groupVersion,
    roleIds: user.roleIds,
    adminRoles: user.adminRoles,
    disabled,
    // Whoever is enabled waits no longer.
    awaitsApproval: disabled && user.awaitsApproval,
    requireNewPassword: request.require_new_password ?? user.requireNewPassword,
  };
}

/**
 * What a document that replaces begins with: all that it can name is gone; what is proven stays so, and what they still
 * have to do, unless it says otherwise.
 */
export function replaced(user: User): User {
  const { phone_number, phone_number_verified } = user.claims;
  const proven = phone_number === undefined ? {} : { phone_number, phone_number_verified };
  return {
    ...{ ...user, attributes: {}, roles: [], disabled: false },
    claims: proven as ProfileClaims,
  };
}

function mergeClaims(claims: ProfileClaims, request: Readonly<UpdateUserRequest>): ProfileClaims {
  const merged = mergeMembers(CLAIMS, claims, request);
  const { phone_number: phone } = merged;
  const kept = phone === claims.phone_number && claims.phone_number_verified === true;
  const address =
    request.address === null ? {} : mergeMembers(ADDRESS, claims.address ?? {}, request.address);
  return {
    ...merged,
    ...(phone === undefined
      ? {}
      : { phone_number_verified: request.phone_number_verified ?? kept }),
    ...(Object.keys(address).length === 0 ? {} : { address }),
  };
}

/** Takes the listed members only, so that nothing else can slip into what is stored. */
function mergeMembers<Name extends string>(
  names: readonly Name[],
  stored: Partial<Record<Name, string>>,
  given: Partial<Record<Name, string | null>> = {},
): Partial<Record<Name, string>> {
  const merged: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const value = given[name] === undefined ? stored[name] : given[name];
    if (typeof value === 'string') merged[name] = value;
  }
  return merged;
}
