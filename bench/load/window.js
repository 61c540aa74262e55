// @ts-check
// A window of time: what completes before it opens is warm-up and counts for nothing.
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { processorTime, residentMemory } from '../server-process.js';
import { percentile } from '../report/statistics.js';

/** @import { Sample, Server } from '../types.js' */

export class Window {
  /** @type {number[]} */
  #latencies = [];
  #failures = 0;
  #firstFailure = '';
  #processor = 0;
  #generator = 0;
  #resident = 0;
  #openedAt = 0;
  #elapsed = 0;
  /** @type {'before' | 'open' | 'over'} */
  #state = 'before';
  #server;
  /** @type {Promise<void>} */
  #closed;

  /** @param {Server} server the measured one @param {number} warmUp @param {number} seconds */
  constructor(server, warmUp, seconds) {
    this.#server = server;
    this.total = warmUp + seconds;
    setTimeout(() => this.#open(), warmUp * 1000);
    this.#closed = sleep(this.total * 1000).then(() => this.#close());
  }

  get over() {
    return this.#state === 'over';
  }

  /** @param {number} milliseconds */
  record(milliseconds) {
    if (this.#state === 'open') this.#latencies.push(milliseconds);
  }

  /** A failure counts whenever it happens. @param {string} reason */
  fail(reason) {
    this.#failures += 1;
    this.#firstFailure ||= reason;
  }

  #open() {
    this.#state = 'open';
    this.#processor = processorTime(this.#server);
    this.#generator = process.cpuUsage().user + process.cpuUsage().system;
    this.#openedAt = performance.now();
  }

  #close() {
    this.#state = 'over';
    this.#elapsed = (performance.now() - this.#openedAt) / 1000;
    this.#processor = processorTime(this.#server) - this.#processor;
    this.#generator = process.cpuUsage().user + process.cpuUsage().system - this.#generator;
    this.#resident = residentMemory(this.#server);
  }

  /** @returns {Promise<Sample>} rejects when anything failed or nothing completed */
  async sample() {
    await this.#closed;
    if (this.#failures > 0) throw new Error(`${this.#failures} failed: ${this.#firstFailure}`);
    const sorted = Float64Array.from(this.#latencies).sort();
    if (sorted.length === 0) throw new Error('nothing completed within the window');
    return {
      perSecond: sorted.length / this.#elapsed,
      p50: percentile(sorted, 50),
      p99: percentile(sorted, 99),
      processor: (this.#processor / sorted.length) * 1e6,
      generator: this.#generator / 1e6 / this.#elapsed,
      resident: this.#resident,
    };
  }
}
