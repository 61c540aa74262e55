import { createHmac, timingSafeEqual, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { Config } from '#platform/config';
import { Problem } from '#platform/http';
import type { ListRequest } from './list.request.js';

const DEFAULT_LIMIT = 50;
/** Limit: how far the items of a list are counted. */
const MAX_COUNT = 10_000;
const MAC_BYTES = 16;

/** What may change from page to page. */
const PAGING: ReadonlySet<string> = new Set(['limit', 'count', 'cursor']);

export interface Page<Item> {
  readonly items: readonly Item[];
  /** The cursor of the next page; absent on the last. */
  readonly next?: string | undefined;
  readonly total?: number | undefined;
  readonly totalAtLeast?: number | undefined;
}

/** What tells a list from others, and one place in it from another. */
export interface ListOf<Item> {
  readonly name: string;
  /** The property that is different for each item. */
  readonly id: keyof Item & string;
  /** What it can be sorted by, and the property that holds it: texts or numbers, never null. */
  readonly sorts: Readonly<Record<string, keyof Item & string>>;
  /** Its order unless another is asked for; by id when absent. With a minus, the largest first. */
  readonly usual?: string;
}

type Value = string | number;

/** A place in a list: the sorted value of an item, and its id. */
type Place = readonly [sorted: Value, id: Value];

interface Order<Item> {
  readonly by: keyof Item & string;
  readonly descending: boolean;
}

/** Lists by cursor: each item that stays as it is is seen once, whatever is added and deleted meanwhile. */
@Injectable()
export class Lists {
  private readonly key: KeyObject;

  constructor(config: Config) {
    this.key = config.deriveKey('cursors');
  }

  /** A page of what a query finds, which has neither an order nor a limit yet. */
  async page<Row extends ObjectLiteral, Item>(
    list: ListOf<Row>,
    request: ListRequest,
    query: SelectQueryBuilder<Row>,
    read: (row: Row) => Item,
  ): Promise<Page<Item>> {
    const { limit = DEFAULT_LIMIT, count = false } = request;
    const after = this.placeOf(list, request);
    const total = count ? await countUpTo(query.clone(), MAX_COUNT + 1) : undefined;
    const { by, descending } = orderOf(list, request);
    const column = (property: string) => `${query.alias}.${property}`;
    const [sign, direction] = descending ? (['<', 'DESC'] as const) : (['>', 'ASC'] as const);
    if (after !== undefined) {
      const [sorted, id] = [column(by), column(list.id)];
      query.andWhere(
        `(${sorted} ${sign} :afterSorted OR (${sorted} = :afterSorted AND ${id} ${sign} :afterId))`,
        { afterSorted: after[0], afterId: after[1] },
      );
    }
    query.orderBy(column(by), direction).addOrderBy(column(list.id), direction);
    const found = await query.limit(limit + 1).getMany();
    const page = this.assemble(list, request, found, total);
    return { ...page, items: page.items.map(read) };
  }

  /** A page of the few items that there are. */
  pageOf<Item extends object>(
    list: ListOf<Item>,
    request: ListRequest,
    items: readonly Item[],
  ): Page<Item> {
    const { by, descending } = orderOf(list, request);
    const after = this.placeOf(list, request);
    const direction = descending ? -1 : 1;
    const place = (item: Item): Place => [valueOf(item, by), valueOf(item, list.id)];
    const compare = (a: Place, b: Place) => direction * (order(a[0], b[0]) || order(a[1], b[1]));
    const found = items
      .filter((item) => after === undefined || compare(place(item), after) > 0)
      .sort((a, b) => compare(place(a), place(b)));
    const { limit = DEFAULT_LIMIT, count = false } = request;
    const total = count ? items.length : undefined;
    return this.assemble(list, request, found.slice(0, limit + 1), total);
  }

  /** @param found one more than fits, if there is more */
  private assemble<Item>(
    list: ListOf<Item>,
    request: ListRequest,
    found: readonly Item[],
    total: number | undefined,
  ): Page<Item> {
    const { limit = DEFAULT_LIMIT } = request;
    const items = found.slice(0, limit);
    const last = items.at(-1);
    const { by } = orderOf(list, request);
    return {
      items,
      ...(found.length > limit && last !== undefined
        ? { next: this.cursor(list, request, [valueOf(last, by), valueOf(last, list.id)]) }
        : {}),
      ...(total !== undefined && total > MAX_COUNT ? { totalAtLeast: MAX_COUNT } : { total }),
    };
  }

  private cursor(list: ListOf<never>, request: ListRequest, place: Place): string {
    const json = Buffer.from(JSON.stringify(place));
    return Buffer.concat([this.mac(list, request, json), json]).toString('base64url');
  }

  /** @throws Problem 400 for a cursor that is not of this list under these filters */
  private placeOf(list: ListOf<never>, request: ListRequest): Place | undefined {
    if (request.cursor === undefined || request.cursor === '') return undefined;
    const bytes = Buffer.from(request.cursor, 'base64url');
    const [mac, json] = [bytes.subarray(0, MAC_BYTES), bytes.subarray(MAC_BYTES)];
    const expected = this.mac(list, request, json);
    if (mac.length === expected.length && timingSafeEqual(mac, expected)) {
      return JSON.parse(json.toString()) as Place;
    }
    const detail = 'It is not from this list, or not from one with these filters and this order.';
    throw Problem.badParameter('cursor', detail);
  }

  /** Over the list, its filters and its order as well: they may not change from page to page. */
  private mac({ name }: ListOf<never>, request: ListRequest, json: Buffer): Buffer {
    const same = Object.entries(request)
      .filter(([member, value]) => value !== undefined && !PAGING.has(member))
      .sort(([a], [b]) => order(a, b));
    const about = JSON.stringify([name, same]);
    const mac = createHmac('sha256', this.key).update(about).update('\0').update(json);
    return mac.digest().subarray(0, MAC_BYTES);
  }
}

function orderOf<Item>(list: ListOf<Item>, request: ListRequest): Order<Item> {
  const { sorts, id } = list;
  const sort = request.sort ?? list.usual;
  const descending = sort?.startsWith('-') === true;
  const name = descending ? sort.slice(1) : sort;
  return { by: (name === undefined ? undefined : sorts[name]) ?? id, descending };
}

function order(a: Value, b: Value): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function valueOf<Item>(item: Item, property: keyof Item): Value {
  const value: unknown = item[property];
  if (typeof value === 'string' || typeof value === 'number') return value;
  throw new Error(`a list cannot be sorted by ${String(property)}`);
}

/** Sorts behind every other character in both databases: the end of all texts with one beginning. */
export const LAST = '\u{10FFFF}';

/** Leaves of what a query finds the rows where one of the properties begins like this; an index tells. */
export function whereBeginning<Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>,
  properties: readonly (keyof Row & string)[],
  beginning: string,
): SelectQueryBuilder<Row> {
  if (beginning === '') return query;
  const ranges = properties
    .map((property) => `${query.alias}.${property}`)
    .map((column) => `(${column} >= :beginning AND ${column} < :behind)`);
  return query.andWhere(`(${ranges.join(' OR ')})`, { beginning, behind: beginning + LAST });
}

async function countUpTo<Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>,
  limit: number,
): Promise<number> {
  const rows = query.select('1', 'one').limit(limit);
  const counted = await query.dataSource
    .createQueryBuilder()
    .select('COUNT(*)', 'n')
    .from(`(${rows.getQuery()})`, 'counted')
    .setParameters(rows.getParameters())
    .getRawOne<{ n: number | string }>();
  return Number(counted?.n);
}
