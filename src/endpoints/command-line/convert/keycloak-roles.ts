import type { Leftovers } from './conversion.js';

/** Names of roles, by the client that they are of. */
export type ClientRoles = Readonly<Record<string, readonly string[] | undefined>>;

export interface KeycloakRole {
  readonly name?: string;
  readonly description?: string;
  readonly composites?: { readonly realm?: readonly string[]; readonly client?: ClientRoles };
}

export interface KeycloakRoles {
  readonly realm?: readonly KeycloakRole[];
  readonly client?: Readonly<Record<string, readonly KeycloakRole[] | undefined>>;
}

/** Who has roles: a person, or a group. */
export interface KeycloakHolder {
  readonly realmRoles?: readonly string[];
  readonly clientRoles?: ClientRoles;
}

/** A role at a client, with who has it. */
export interface ConvertedRole {
  readonly client_id: string;
  readonly name: string;
  readonly description?: string;
  /** Names of groups, and subjects of people. */
  readonly groups: Set<string>;
  readonly users: Set<string>;
}

const OWN_ROLES = /^(?:offline_access|uma_authorization|default-roles-.*)$/;

/** What a holder has with all that their composite roles contain. */
export interface HeldRoles {
  readonly realm: ReadonlySet<string>;
  /** By client and name. */
  readonly client: readonly (readonly [clientId: string, name: string])[];
}

/** The roles of a realm: those of clients stay what they are, those of the realm become groups of their name. */
export class RealmRoles {
  private readonly realm: ReadonlyMap<string, KeycloakRole>;
  private readonly clients = new Map<string, ConvertedRole>();
  private readonly held = new Set<string>();

  /** @param taken the clients that are taken along */
  constructor(roles: KeycloakRoles, taken: ReadonlySet<string>, left: Leftovers) {
    this.realm = new Map((roles.realm ?? []).map((role) => [role.name ?? '', role]));
    for (const [client_id, all = []] of Object.entries(roles.client ?? {})) {
      if (!taken.has(client_id)) continue;
      for (const { name = '', description = '', composites } of all) {
        const about = description === '' ? {} : { description };
        const role = {
          client_id,
          name,
          ...about,
          groups: new Set<string>(),
          users: new Set<string>(),
        };
        this.clients.set(keyOf(client_id, name), role);
        if (composites !== undefined)
          left.add('Roles of clients that contain others', `${client_id}/${name}`);
      }
    }
  }

  /** Those of the realm that become groups, whether the export describes them or somebody has them. */
  groupNames(): string[] {
    const names = new Set([...this.realm.keys(), ...this.held]);
    return [...names].filter((name) => !OWN_ROLES.test(name));
  }

  rolesOf({ realmRoles = [], clientRoles = {} }: KeycloakHolder): HeldRoles {
    const realm = new Set<string>();
    const client = pairsOf(clientRoles);
    const open = [...realmRoles];
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      if (realm.has(name)) continue;
      realm.add(name);
      this.held.add(name);
      const { composites } = this.realm.get(name) ?? {};
      open.push(...(composites?.realm ?? []));
      client.push(...pairsOf(composites?.client ?? {}));
    }
    return { realm: new Set([...realm].filter((name) => !OWN_ROLES.test(name))), client };
  }

  give({ client }: HeldRoles, kind: 'groups' | 'users', who: string): void {
    for (const pair of client) this.clients.get(keyOf(...pair))?.[kind].add(who);
  }

  /** Bodies for the admin API but for the names. */
  all(): object[] {
    return [...this.clients.values()].map(({ groups, users, ...role }) => ({
      ...role,
      groups: [...groups],
      users: [...users],
    }));
  }
}

const keyOf = (clientId: string, name: string) => JSON.stringify([clientId, name]);

const pairsOf = (roles: ClientRoles): (readonly [string, string])[] =>
  Object.entries(roles).flatMap(([id, names = []]) => names.map((name) => [id, name] as const));
