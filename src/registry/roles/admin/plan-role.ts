import {
  difference,
  fixedProblems,
  type MemberProblem,
  type Plan,
  type PlannedEvent,
  problem,
  problemsOf,
  replacing,
} from '#platform/changes';
import type { Role, RoleOwner, RoleValue } from '../role.js';
import type { CreateRoleRequest, UpdateRoleRequest } from './role.request.js';

/** What it is judged by. */
export interface RoleCircumstances {
  /** Whom it is of, as far as there is exactly one such. */
  readonly owner: RoleOwner | undefined;
  /** Ids of every group that there is. */
  readonly groups: { has(id: string): boolean };
  /** Those of the clients that are named that there are. */
  readonly clients: { has(id: string): boolean };
}

export function planNewRole(
  id: string,
  body: CreateRoleRequest,
  circumstances: RoleCircumstances,
): Plan<RoleValue> {
  const { owner } = circumstances;
  const value: RoleValue = {
    ...(owner ?? { ownerKind: 'client', ownerId: '' }),
    name: body.name,
    description: body.description ?? '',
    groups: [...(body.groups ?? [])].sort(),
    clients: [...(body.clients ?? [])].sort(),
    externalId: body.external_id ?? null,
  };
  const whose =
    'Name the client by client_id, or the API by resource_server_id: one that there is.';
  return {
    value,
    problems: [
      ...problem('/client_id', owner === undefined ? whose : undefined),
      ...holderProblems(body, value, circumstances),
    ],
    warnings: [],
    effects: [],
    events: [eventOf('role.created', { ...value, id }, difference({}, membersOf(value)))],
  };
}

export function planRoleChange(
  before: Role,
  body: UpdateRoleRequest,
  circumstances: Omit<RoleCircumstances, 'owner'>,
): Plan<RoleValue> {
  const value: RoleValue = {
    ...before,
    name: body.name ?? before.name,
    description: body.description ?? before.description,
    groups: body.groups === undefined ? before.groups : [...body.groups].sort(),
    clients: body.clients === undefined ? before.clients : [...body.clients].sort(),
    externalId: body.external_id === undefined ? before.externalId : body.external_id,
  };
  const members = difference(membersOf(before), membersOf(value));
  return {
    value,
    problems: [...ownProblems(before), ...holderProblems(body, value, circumstances)],
    warnings: [],
    effects: [],
    events: members ? [eventOf('role.changed', before, members)] : [],
  };
}

/** Whose it is never changes. */
export function planRoleReplacement(
  before: Role,
  body: CreateRoleRequest,
  circumstances: Omit<RoleCircumstances, 'owner'>,
): Plan<RoleValue> {
  const plan = planRoleChange(before, replacing(UNSAID, body), circumstances);
  const { client_id, resource_server_id } = body;
  const whose = ownerMembersOf(before);
  return {
    ...plan,
    problems: [...fixedProblems({ client_id, resource_server_id }, whose), ...plan.problems],
  };
}

const UNSAID: UpdateRoleRequest = { description: '', groups: [], clients: [] };

function ownerMembersOf({ ownerKind, ownerId }: Role) {
  return {
    client_id: ownerKind === 'client' ? ownerId : undefined,
    resource_server_id: ownerKind === 'resource' ? ownerId : undefined,
  };
}

export function planRoleEnd(before: Role): Plan<Role> {
  const events = [eventOf('role.deleted', before)];
  return { value: before, problems: ownProblems(before), warnings: [], effects: [], events };
}

function ownProblems({ ownerKind }: Role): MemberProblem[] {
  const detail =
    'This role is one of Gatehouse itself: it is given to people, and cannot be changed.';
  return problem('', ownerKind === 'gatehouse' ? detail : undefined, { kind: 'conflict' });
}

function holderProblems(
  { groups = [], clients = [] }: UpdateRoleRequest,
  { ownerKind }: RoleValue,
  known: Omit<RoleCircumstances, 'owner'>,
): MemberProblem[] {
  const elsewhere = clients.length > 0 && ownerKind !== 'resource';
  return [
    ...problemsOf('/groups', groups, (id) =>
      known.groups.has(id) ? undefined : 'There is no group with this id.',
    ),
    ...problem('/clients', elsewhere ? 'Clients have roles at APIs alone.' : undefined),
    ...problemsOf('/clients', clients, (id) =>
      known.clients.has(id) ? undefined : 'There is no client with this client_id.',
    ),
  ];
}

function membersOf({ name, description, groups, ...more }: RoleValue): Record<string, unknown> {
  const { clients, externalId } = more;
  return {
    ...{ name, description, groups },
    ...(clients.length === 0 ? {} : { clients }),
    ...(externalId === null ? {} : { external_id: externalId }),
  };
}

function eventOf(
  type: PlannedEvent['type'],
  { id, name, ownerKind, ownerId }: Pick<Role, 'id' | 'name' | 'ownerKind' | 'ownerId'>,
  members?: ReturnType<typeof difference>,
): PlannedEvent {
  const owner = ownerKind === 'client' ? { clientId: ownerId } : {};
  const facts = { name, ...(ownerKind === 'client' ? {} : { resource_server: ownerId }), members };
  return { type, ...owner, object: { kind: 'role', id }, facts };
}
