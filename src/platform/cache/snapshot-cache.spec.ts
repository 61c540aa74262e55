import { describe, expect, it, jest } from '@jest/globals';
import { SnapshotCache } from './snapshot-cache.js';

/** A cache over a database whose answers the test gives, and a clock that it sets. */
function setUp() {
  const started = 1;
  let now = started;
  jest.spyOn(performance, 'now').mockImplementation(() => now);
  const reads: { answer: (value: string) => void; fail: (error: Error) => void }[] = [];
  const read = () =>
    new Promise<string>((answer, fail) => {
      reads.push({ answer, fail });
    });
  const at = (time: number) => (now = started + time);
  return { cache: new SnapshotCache(read, 1000, 2), reads, at };
}

describe('what is known of clients', () => {
  it('P11 is as old as the beginning of its read, however long that took', async () => {
    const { cache, reads, at } = setUp();
    const first = cache.get('a');
    at(900);
    reads[0]?.answer('old');
    expect(await first).toBe('old');
    expect(cache.get('a')).toBe('old');
    at(1001);
    const second = cache.get('a');
    reads[1]?.answer('new');
    expect(await second).toBe('new');
  });

  it('P11 nobody waits for a read that began too long ago', async () => {
    const { cache, reads, at } = setUp();
    void cache.get('a');
    at(1001);
    const second = cache.get('a');
    reads[1]?.answer('new');
    reads[0]?.answer('old');
    expect(await second).toBe('new');
    expect(cache.get('a')).toBe('new');
  });

  it('P11 a read that began before a change does not bring the old value back', async () => {
    const { cache, reads } = setUp();
    const before = cache.get('a');
    cache.forget('a');
    const after = cache.get('a');
    reads[0]?.answer('old');
    reads[1]?.answer('new');
    expect([await before, await after]).toEqual(['old', 'new']);
    expect(cache.get('a')).toBe('new');
  });

  it('readers at the same time share one read, and one that failed is not kept', async () => {
    const { cache, reads } = setUp();
    const both = [cache.get('a'), cache.get('a')];
    expect(reads).toHaveLength(1);
    reads[0]?.fail(new Error('the database is away'));
    for (const one of both) await expect(one).rejects.toThrow('away');
    const again = cache.get('a');
    reads[1]?.answer('back');
    expect(await again).toBe('back');
  });

  it('L15 the oldest is dropped first', async () => {
    const { cache, reads } = setUp();
    for (const key of ['a', 'b', 'c']) void cache.get(key);
    for (const { answer } of reads) answer('known');
    await Promise.resolve();
    expect(cache.get('c')).toBe('known');
    expect(cache.get('b')).toBe('known');
    expect(cache.get('a')).toBeInstanceOf(Promise);
  });
});
