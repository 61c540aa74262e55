// @ts-check
import autocannon from 'autocannon';
import { performance } from 'node:perf_hooks';
import { Window } from './window.js';

/** @import { Load, Sample, Server } from '../types.js' */

/** What a load reports to. @typedef {Pick<Window, 'over' | 'total' | 'record' | 'fail'>} Sink */

/**
 * @param {Extract<Load, { kind: 'request' }>} load
 * @param {number} connections
 * @param {Sink} sink
 */
async function repeatRequest({ request, status }, connections, sink) {
  const { url, method, headers, body } = request;
  const running = autocannon({
    url,
    method,
    headers: { ...headers },
    ...(body === undefined ? {} : { body }),
    connections,
    duration: sink.total,
    // It only ends on one of its ticks, and a second of them is too coarse.
    sampleInt: 50,
    timeout: 10,
  });
  // Its own histogram is in whole milliseconds; the events carry fractions.
  running.on('response', (_client, code, _bytes, milliseconds) => {
    if (Number(code) === status) sink.record(milliseconds);
    else sink.fail(`status ${code}`);
  });
  running.on('reqError', (error) => sink.fail(String(error)));
  await running;
}

/** @param {() => Promise<void>} step @param {Sink} sink */
async function repeatFlow(step, sink) {
  while (!sink.over) {
    const startedAt = performance.now();
    try {
      await step();
      sink.record(performance.now() - startedAt);
    } catch (error) {
      sink.fail(error instanceof Error ? error.message : String(error));
      return;
    }
  }
}

/** @param {Load} load @param {number} connections @param {Sink} sink */
async function apply(load, connections, sink) {
  if (load.kind === 'request') await repeatRequest(load, connections, sink);
  else await Promise.all(load.steps.map((step) => repeatFlow(step, sink)));
}

/**
 * @param {object} what
 * @param {Load} what.load
 * @param {Load | undefined} what.beside runs as long, and must not fail, but is not measured
 * @param {number} what.connections
 * @param {Server} what.server
 * @param {number} what.warmUp seconds
 * @param {number} what.seconds
 * @returns {Promise<Sample>}
 */
export async function measure({ load, beside, connections, server, warmUp, seconds }) {
  const window = new Window(server, warmUp, seconds);
  /** @type {Sink} */
  const unmeasured = {
    total: window.total,
    get over() {
      return window.over;
    },
    record: () => undefined,
    fail: (reason) => window.fail(`beside it: ${reason}`),
  };
  await Promise.all([
    apply(load, connections, window),
    beside === undefined ? undefined : apply(beside, connections, unmeasured),
  ]);
  return window.sample();
}
