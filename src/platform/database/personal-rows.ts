import type { EntityManager, EntityMetadata } from 'typeorm';

/** What a person is given of the rows about them (GDPR, Articles 15 and 20), or why nothing is. */
type Declared =
  | { readonly section: string; readonly key: string; readonly properties: readonly string[] }
  | { readonly why: string };

const declared = new WeakMap<object, Declared>();

/** Rows at a time. */
const BATCH = 500;

/**
 * Declares which columns of an entity a person is given.
 * @param section what it is called in the document
 * @param properties of the entity; never a secret, or what stands for one
 */
export const TellsPerson =
  (section: string, properties: readonly string[], key = 'userId'): ClassDecorator =>
  (entity) => {
    declared.set(entity, { section, key, properties });
  };

/** Declares that a person is given nothing of an entity, and why that takes nothing from them. */
export const NotTold =
  (why: string): ClassDecorator =>
  (entity) => {
    declared.set(entity, { why });
  };

/** The tables that have rows about people, by what is declared of each; undefined where that was forgotten. */
export function personalTables(entities: readonly EntityMetadata[]) {
  return entities
    .filter(({ target, columns }) => {
      const known = typeof target === 'function' && declared.has(target);
      return known || columns.some(({ databaseName }) => databaseName === 'user_id');
    })
    .map((entity) => ({ entity, declared: declaredOf(entity) }));
}

/** The rows about a person, section by section, some at a time. */
export async function* personalRows(
  manager: EntityManager,
  sub: string,
): AsyncGenerator<{ readonly section: string; readonly rows: readonly object[] }> {
  for (const { entity, declared: told } of personalTables(manager.dataSource.entityMetadatas)) {
    if (told === undefined || !('section' in told)) continue;
    const { section, key, properties } = told;
    const [id] = entity.primaryColumns.map(({ propertyName }) => propertyName);
    if (id === undefined) throw new Error(`${entity.tableName} has no key`);
    let after = '';
    for (;;) {
      const found: Record<string, unknown>[] = await manager
        .createQueryBuilder(entity.target, 'r')
        .select([...new Set([id, ...properties])].map((property) => `r.${property}`))
        .where(`r.${key} = :sub AND r.${id} > :after`, { sub, after })
        .orderBy(`r.${id}`)
        .limit(BATCH)
        .getMany();
      yield { section, rows: found.map((row) => named(entity, row, properties)) };
      if (found.length < BATCH) break;
      after = String(found.at(-1)?.[id]);
    }
  }
}

function declaredOf({ target }: EntityMetadata): Declared | undefined {
  return typeof target === 'function' ? declared.get(target) : undefined;
}

/** By the names of the columns; what is JSON there is read. */
function named(
  entity: EntityMetadata,
  row: Readonly<Record<string, unknown>>,
  properties: readonly string[],
): object {
  return Object.fromEntries(
    properties.map((property) => {
      const column = entity.findColumnWithPropertyName(property);
      if (column === undefined) throw new Error(`${entity.tableName} has no ${property}`);
      return [column.databaseName, valueOf(row[property])];
    }),
  );
}

function valueOf(value: unknown): unknown {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
