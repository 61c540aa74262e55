import 'reflect-metadata';
import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { EntityManager } from 'typeorm';
import type { Transactions } from '#platform/database';
import type { Event, Events } from '#platform/events';
import type { Aggregate } from './aggregate.js';
import { type Author, ITSELF } from './author.js';
import { Changes } from './changes.js';
import { IfMatch } from './entity-tag.js';
import type { Plan } from './plan.js';

interface Stored {
  readonly version: number;
  readonly names: readonly string[];
}

/** One thing that is kept in memory; `meanwhile` is what somebody else does before each write. */
class Shelf implements Aggregate<Stored, readonly string[]> {
  readonly noun = 'shelf';
  stored: Stored | undefined = { version: 1, names: [] };
  meanwhile: () => void = () => undefined;
  forget = jest.fn();
  check = jest.fn(() => Promise.resolve([]));

  find = () => Promise.resolve(this.stored);
  make = () => undefined;
  insert = () => Promise.resolve();

  update(_manager: EntityManager, before: Stored, plan: Plan<readonly string[]>): Promise<boolean> {
    this.meanwhile();
    if (this.stored?.version !== before.version) return Promise.resolve(false);
    this.stored = { version: before.version + 1, names: plan.value };
    return Promise.resolve(true);
  }

  delete(_manager: EntityManager, before: Stored): Promise<boolean> {
    if (this.stored?.version !== before.version) return Promise.resolve(false);
    this.stored = undefined;
    return Promise.resolve(true);
  }

  add(name: string): void {
    const { version, names } = this.stored!;
    this.stored = { version: version + 1, names: [...names, name] };
  }
}

const recorded: Event[] = [];
const transactions = { run: (work: (manager: unknown) => unknown) => work({}) };
const events = {
  record: (_manager: unknown, ...more: Event[]) => Promise.resolve(recorded.push(...more)),
};
const changes = new Changes(transactions as unknown as Transactions, events as unknown as Events);

const adding =
  (name: string) =>
  ({ names }: Stored): Plan<readonly string[]> => ({
    value: names.includes(name) ? names : [...names, name],
    problems: name === '' ? [{ pointer: '/name', detail: 'It has no name.' }] : [],
    warnings: [],
    effects: [],
    events: names.includes(name) ? [] : [{ type: 'settings.changed', facts: { name } }],
  });

const onlyFrom = (...versions: string[]): Author => ({
  ...ITSELF,
  ifMatch: IfMatch.of(versions.join(', ')),
});

let shelf: Shelf;
beforeEach(() => {
  shelf = new Shelf();
  recorded.length = 0;
});

describe('a change', () => {
  it('S03 is planned again on what somebody else left, and tells its event once', async () => {
    let times = 3;
    shelf.meanwhile = () => {
      if (times-- > 0) shelf.add(`other ${String(times)}`);
    };
    const { stored } = await changes.change(shelf, 'one', adding('mine'), ITSELF);
    expect(stored.names).toEqual(['other 2', 'other 1', 'other 0', 'mine']);
    expect(recorded).toMatchObject([{ type: 'settings.changed', actor: { kind: 'system' } }]);
    expect(shelf.forget).toHaveBeenCalledWith('one');
  });

  it('gives up when others never stop', async () => {
    shelf.meanwhile = () => {
      shelf.add('other');
    };
    await expect(changes.change(shelf, 'one', adding('mine'), ITSELF)).rejects.toMatchObject({
      status: 503,
    });
    expect(recorded).toEqual([]);
  });

  it('with If-Match is made on that version, or not at all', async () => {
    const failed = { status: 412, error: 'precondition_failed' };
    for (const tags of [['"2"'], ['W/"1"'], ['1'], ['"x"', '"3"']]) {
      const change = changes.change(shelf, 'one', adding('mine'), onlyFrom(...tags));
      await expect(change).rejects.toMatchObject(failed);
    }
    shelf.meanwhile = () => {
      shelf.add('other');
    };
    const lost = changes.change(shelf, 'one', adding('mine'), onlyFrom('"1"'));
    await expect(lost).rejects.toMatchObject(failed);
    shelf.meanwhile = () => undefined;
    const { stored } = await changes.change(shelf, 'one', adding('mine'), onlyFrom('"7"', '"2"'));
    expect(stored).toEqual({ version: 3, names: ['other', 'mine'] });
  });

  it('A13 that changes nothing writes nothing and tells nothing', async () => {
    shelf.add('mine');
    const { stored } = await changes.change(shelf, 'one', adding('mine'), ITSELF);
    expect([stored.version, recorded, shelf.forget.mock.calls]).toEqual([2, [], []]);
  });

  it('with a problem is refused before anybody else is asked', async () => {
    await expect(changes.change(shelf, 'one', adding(''), ITSELF)).rejects.toMatchObject({
      ...{ status: 400, errors: [{ pointer: '/name', detail: 'It has no name.' }] },
      problems: [{ pointer: '/name' }],
    });
    expect(shelf.check).not.toHaveBeenCalled();
  });

  it('is previewed without being made', async () => {
    const plan = await changes.preview(shelf, adding('mine')(shelf.stored!), shelf.stored);
    expect(plan.value).toEqual(['mine']);
    expect([shelf.stored, recorded]).toEqual([{ version: 1, names: [] }, []]);
  });
});

describe('an end', () => {
  const ending = (before: Stored): Plan<Stored> => ({
    ...{ value: before, problems: [], warnings: [], effects: [] },
    events: [{ type: 'settings.changed' }],
  });

  it('If-Match: * means that it exists', async () => {
    await changes.delete(shelf, 'one', ending, onlyFrom('*'));
    expect([shelf.stored, recorded.length]).toEqual([undefined, 1]);
    const again = changes.delete(shelf, 'one', ending, onlyFrom('*'));
    await expect(again).rejects.toMatchObject({ status: 404 });
  });

  it('is that of the version which If-Match names', async () => {
    const other = changes.delete(shelf, 'one', ending, onlyFrom('"2"'));
    await expect(other).rejects.toMatchObject({ status: 412 });
    await changes.delete(shelf, 'one', ending, onlyFrom('"1"'));
    expect(shelf.stored).toBeUndefined();
  });
});
