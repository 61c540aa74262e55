import { readPasswordHash } from '#platform/crypto';
import { type Conversion, known, Leftovers } from './conversion.js';

interface KeycloakUser {
  readonly id?: string;
  readonly username?: string;
  readonly email?: string;
  readonly emailVerified?: boolean;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly enabled?: boolean;
  readonly attributes?: Readonly<Record<string, readonly string[] | undefined>>;
  readonly credentials?: readonly { readonly type?: string }[];
  readonly groups?: readonly string[];
  readonly realmRoles?: readonly string[];
  readonly federatedIdentities?: readonly unknown[];
  readonly serviceAccountClientId?: string;
}

interface KeycloakGroup {
  readonly path?: string;
  readonly subGroups?: readonly KeycloakGroup[];
}

interface KeycloakClient {
  readonly clientId?: string;
  readonly name?: string;
  readonly protocol?: string;
  readonly enabled?: boolean;
  readonly bearerOnly?: boolean;
  readonly publicClient?: boolean;
  readonly secret?: string;
  readonly rootUrl?: string;
  readonly redirectUris?: readonly string[];
  readonly standardFlowEnabled?: boolean;
  readonly implicitFlowEnabled?: boolean;
  readonly directAccessGrantsEnabled?: boolean;
  readonly serviceAccountsEnabled?: boolean;
  readonly attributes?: Readonly<Record<string, string | undefined>>;
}

/** As `kc.sh export --users realm_file` writes it. */
export interface KeycloakRealm {
  readonly realm?: string;
  readonly users?: readonly KeycloakUser[];
  readonly groups?: readonly KeycloakGroup[];
  readonly clients?: readonly KeycloakClient[];
}

/** Those that every realm has for itself. */
const OWN_CLIENTS = new Set([
  ...['account', 'account-console', 'admin-cli', 'broker'],
  ...['realm-management', 'security-admin-console'],
]);
const OWN_ROLES = /^(?:offline_access|uma_authorization|default-roles-.*)$/;

/** People, groups and clients of a realm, under their ids, with passwords and secrets. */
export function convertKeycloak(realm: KeycloakRealm): Conversion {
  const left = new Leftovers();
  const users = (realm.users ?? []).flatMap((user) => personOf(user, left));
  const clients = (realm.clients ?? []).flatMap((client) => clientOf(client, left));
  const groups = pathsOf(realm.groups ?? []).map((name) => ({ name }));
  if (realm.users === undefined) {
    left.add('The file has no people, export it with --users realm_file', realm.realm ?? 'realm');
  }
  return {
    files: { 'groups.jsonl': groups, 'users.jsonl': users, 'clients.jsonl': clients },
    left: left.sentences(),
  };
}

/** Applications are told the whole path: it stays the name. */
function pathsOf(groups: readonly KeycloakGroup[]): string[] {
  return groups.flatMap(({ path, subGroups = [] }) => [
    ...(path === undefined ? [] : [path]),
    ...pathsOf(subGroups),
  ]);
}

function personOf(user: KeycloakUser, left: Leftovers): object[] {
  const { id, username = '', attributes = {}, groups = [] } = user;
  if (user.serviceAccountClientId !== undefined) return [];
  const [locale] = attributes['locale'] ?? [];
  const name = [user.firstName, user.lastName].filter((part) => part !== undefined).join(' ');
  for (const role of user.realmRoles ?? []) {
    if (!OWN_ROLES.test(role)) left.add(`Realm role ${role}, make it a group or a role`, username);
  }
  if ((user.federatedIdentities ?? []).length > 0) {
    left.add('Accounts elsewhere, which are linked anew', username);
  }
  return [
    known({
      ...{ sub: id, username, email: user.email, name },
      email_verified: user.email === undefined ? undefined : user.emailVerified === true,
      ...{ given_name: user.firstName, family_name: user.lastName, locale },
      disabled: user.enabled === false ? true : undefined,
      groups: groups.length === 0 ? undefined : groups,
      password_hash: hashOf(user, left),
    }),
  ];
}

function hashOf({ username = '', credentials = [] }: KeycloakUser, left: Leftovers) {
  for (const { type } of credentials) {
    if (type !== 'password') left.add(`Second factors of type ${String(type)}`, username);
  }
  const password = credentials.find(({ type }) => type === 'password');
  if (password === undefined) {
    left.add('Without a password, invite them', username);
    return undefined;
  }
  const read = readPasswordHash(JSON.stringify(password));
  if (read.problem === undefined) return read.hash;
  left.add(`A password that cannot be taken (${read.problem.replace(/\.$/, '')})`, username);
  return undefined;
}

function clientOf(client: KeycloakClient, left: Leftovers): object[] {
  const { clientId = '', name, protocol = 'openid-connect' } = client;
  if (OWN_CLIENTS.has(clientId)) return [];
  if (protocol !== 'openid-connect') {
    left.add(`Clients of the protocol ${protocol}`, clientId);
    return [];
  }
  if (client.bearerOnly === true) {
    left.add('APIs that take tokens only, register each as a resource server', clientId);
    return [];
  }
  const isPublic = client.publicClient === true;
  const grantTypes = grantTypesOf(client, left);
  const redirectUris = redirectUrisOf(client, left);
  const logout = (client.attributes?.['post.logout.redirect.uris'] ?? '')
    .split('##')
    .filter((uri) => /^https?:/.test(uri) && !uri.includes('*'));
  return [
    known({
      client_id: clientId,
      client_secret: isPublic ? undefined : client.secret,
      client_name: name === undefined || name.startsWith('${') ? clientId : name,
      token_endpoint_auth_method: isPublic ? 'none' : 'client_secret_basic',
      grant_types: grantTypes,
      redirect_uris: redirectUris,
      post_logout_redirect_uris: logout.length === 0 ? undefined : logout,
      disabled: client.enabled === false ? true : undefined,
    }),
  ];
}

function grantTypesOf(client: KeycloakClient, left: Leftovers): string[] {
  const {
    clientId = '',
    implicitFlowEnabled: implicit,
    directAccessGrantsEnabled: direct,
  } = client;
  if (implicit === true) left.add('The implicit flow, which LEGACY_GRANTS brings back', clientId);
  if (direct === true) left.add('The password grant, which LEGACY_GRANTS brings back', clientId);
  return [
    ...(client.standardFlowEnabled === false ? [] : ['authorization_code', 'refresh_token']),
    ...(client.serviceAccountsEnabled === true ? ['client_credentials'] : []),
  ];
}

function redirectUrisOf(client: KeycloakClient, left: Leftovers): string[] {
  const { clientId = '', rootUrl = '', redirectUris = [] } = client;
  return redirectUris.flatMap((uri) => {
    const address = uri.startsWith('/') ? rootUrl.replace(/\/$/, '') + uri : uri;
    if (!address.includes('*')) return [address];
    left.add(`Redirect URI ${address}, name the addresses that are meant`, clientId);
    return [];
  });
}
