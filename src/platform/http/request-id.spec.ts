import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import type { Config } from '#platform/config';
import { requestIds, traceIdOf } from './request-id.js';

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

const from = (remoteAddress: string, id: string | string[] | undefined) =>
  ({ headers: { 'x-request-id': id }, socket: { remoteAddress } }) as unknown as IncomingMessage;

describe('X-Request-Id', () => {
  const ids = requestIds({ trustedProxies: ['192.0.2.0/24', '2001:db8::1'] } as unknown as Config);

  it.each(['192.0.2.7', '2001:db8::1'])('of the trusted proxy %s is kept', (address) => {
    expect(ids(from(address, '0af7651916cd43dd8448eb211c80319c'))).toBe(
      '0af7651916cd43dd8448eb211c80319c',
    );
  });

  it.each([
    ['somebody else', '203.0.113.1', 'a-request-id'],
    ['nobody', '', 'a-request-id'],
    ['a proxy, with a line of a log in it', '192.0.2.7', 'a-request-id\n{"level":"fatal"}'],
    ['a proxy, longer than its column', '192.0.2.7', 'x'.repeat(65)],
    ['a proxy that says nothing', '192.0.2.7', undefined],
  ])('of %s is replaced by our own', (_who, address, id) => {
    expect(ids(from(address, id))).toMatch(UUID);
  });

  it('without a proxy is nobody’s', () => {
    const own = requestIds({ trustedProxies: [] } as unknown as Config);
    expect(own(from('127.0.0.1', 'a-request-id'))).toMatch(UUID);
  });
});

describe('traceparent', () => {
  const trace = '0af7651916cd43dd8448eb211c80319c';

  it.each([`00-${trace}-b7ad6b7169203331-01`, `01-${trace}-b7ad6b7169203331-00-more`])(
    '%s names a trace',
    (traceparent) => {
      expect(traceIdOf({ traceparent })).toBe(trace);
    },
  );

  it.each([
    undefined,
    '',
    trace,
    `ff-${trace}-b7ad6b7169203331-01`,
    `00-${'0'.repeat(32)}-b7ad6b7169203331-01`,
    `00-${trace.toUpperCase()}-b7ad6b7169203331-01`,
    `00-${trace}-b7ad-01`,
    `00-${trace}-b7ad6b7169203331-01\n`,
  ])('%j names none', (traceparent) => {
    expect(traceIdOf({ traceparent })).toBeUndefined();
  });
});
