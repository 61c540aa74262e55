import { readPasswordHash } from '#platform/crypto';
import { type Conversion, known, Leftovers } from './conversion.js';
import { Attributes } from './keycloak-attributes.js';
import {
  type ClientRoles,
  type KeycloakHolder,
  type KeycloakRoles,
  RealmRoles,
} from './keycloak-roles.js';

interface KeycloakUser extends KeycloakHolder {
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
  readonly federatedIdentities?: readonly unknown[];
  readonly serviceAccountClientId?: string;
}

interface KeycloakGroup extends KeycloakHolder {
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
  readonly roles?: KeycloakRoles;
}

/** Those that every realm has for itself. */
const OWN_CLIENTS = new Set([
  ...['account', 'account-console', 'admin-cli', 'broker'],
  ...['realm-management', 'security-admin-console'],
]);

/** People, groups, clients and roles of a realm, under their ids, with passwords and secrets. */
export function convertKeycloak(realm: KeycloakRealm): Conversion {
  const left = new Leftovers();
  const clients = (realm.clients ?? []).flatMap((client) => clientOf(client, left));
  const ids = new Set(clients.map(({ client_id: id }) => String(id)));
  const roles = new RealmRoles(realm.roles ?? {}, ids, left);
  const groups = groupsIn(realm.groups ?? []);
  for (const [path, held] of groups) roles.give(roles.rolesOf(held), 'groups', path);
  const attributes = new Attributes(left);
  const users = (realm.users ?? []).flatMap((user) =>
    personOf(user, { groups, roles, attributes, left }),
  );
  if (realm.users === undefined) {
    left.add('The file has no people, export it with --users realm_file', realm.realm ?? 'realm');
  }
  const names = [...groups.keys(), ...roles.groupNames()];
  return {
    files: {
      'attributes.jsonl': attributes.declarations(),
      'groups.jsonl': names.map((name) => ({ name })),
      'clients.jsonl': clients,
      'users.jsonl': users,
      'roles.jsonl': roles.all(),
    },
    left: left.sentences(),
  };
}

type Groups = ReadonlyMap<string, KeycloakHolder>;

/** By their whole paths, which applications are told; each with the roles of those above it too. */
function groupsIn(groups: readonly KeycloakGroup[], above: KeycloakHolder = {}): Groups {
  return new Map(
    groups.flatMap(({ path, subGroups = [], realmRoles = [], clientRoles = {} }) => {
      const held = {
        realmRoles: [...(above.realmRoles ?? []), ...realmRoles],
        clientRoles: both(above.clientRoles ?? {}, clientRoles),
      };
      const own = path === undefined ? [] : [[path, held] as const];
      return [...own, ...groupsIn(subGroups, held)];
    }),
  );
}

function both(some: ClientRoles, others: ClientRoles): ClientRoles {
  const ids = new Set([...Object.keys(some), ...Object.keys(others)]);
  return Object.fromEntries(
    [...ids].map((id) => [id, [...(some[id] ?? []), ...(others[id] ?? [])]]),
  );
}

interface Surroundings {
  readonly groups: Groups;
  readonly roles: RealmRoles;
  readonly attributes: Attributes;
  readonly left: Leftovers;
}

function personOf(
  user: KeycloakUser,
  { groups: all, roles, attributes, left }: Surroundings,
): object[] {
  const { id = '', username = '', attributes: { locale: [locale] = [], ...more } = {} } = user;
  if (user.serviceAccountClientId !== undefined) return [];
  const name = [user.firstName, user.lastName].filter((part) => part !== undefined).join(' ');
  const own = roles.rolesOf(user);
  roles.give(own, 'users', id);
  const byGroups = (user.groups ?? []).flatMap((path) => [
    ...roles.rolesOf(all.get(path) ?? {}).realm,
  ]);
  const groups = [...new Set([...(user.groups ?? []), ...own.realm, ...byGroups])];
  if ((user.federatedIdentities ?? []).length > 0) {
    left.add('Accounts elsewhere, which are linked anew', username);
  }
  return [
    known({
      ...{ sub: id, username, email: user.email, name },
      email_verified: user.email === undefined ? undefined : user.emailVerified === true,
      ...{ given_name: user.firstName, family_name: user.lastName, locale },
      attributes: attributes.of(more, username),
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

function clientOf(client: KeycloakClient, left: Leftovers): Record<string, unknown>[] {
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
