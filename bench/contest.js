// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';
import { measureRow } from './measure-rows.js';
import { syncTime } from './report/disk.js';
import { residentMemory } from './server-process.js';
import { startRepeatedly } from './start-up.js';

/** @import { Contestant } from './measure-rows.js' */
/** @import { Cell, Options, Row, Server, StartUp, System } from './types.js' */
/** @typedef {{ system: System; server: Server; seconds: number[] }} Started */

const IDLE = 5000;

const reason = (/** @type {unknown} */ error) =>
  error instanceof Error ? error.message : String(error);

/** A run that goes on without a system that fails: the others are still worth comparing. */
export class Contest {
  /** What did not go as it should. @type {string[]} */
  problems = [];
  /** @type {Set<string>} */
  notes = new Set();
  /** Of the folder that holds the databases. */
  disk = { p50: NaN, p99: NaN };
  /** @type {StartUp[]} */
  startUps = [];
  /** @type {Cell[]} */
  cells = [];
  #folder;
  #progress;

  /** @param {string} folder @param {(text: string) => void} progress */
  constructor(folder, progress) {
    this.#folder = folder;
    this.#progress = progress;
  }

  /** @param {readonly System[]} systems @param {readonly Row[]} rows @param {Options} options */
  async hold(systems, rows, options) {
    this.disk = syncTime(this.#folder);
    const started = await this.#start(systems);
    await this.#idle(started);
    const contestants = await this.#prepare(started);
    for (const row of rows) {
      this.#progress(row.title);
      this.cells.push(...(await measureRow(row, contestants, options)));
      for (const { target } of contestants) {
        const note = row.note?.(target);
        if (note !== undefined) this.notes.add(note);
      }
    }
  }

  /** One after the other, for nobody's start should pay for another's. @param {readonly System[]} systems */
  async #start(systems) {
    /** @type {Started[]} */
    const started = [];
    for (const system of systems) {
      this.#progress(`start ${system.name}`);
      try {
        const missing = await system.unavailable();
        if (missing !== undefined) this.notes.add(`${system.name} left out: ${missing}`);
        else started.push({ system, ...(await startRepeatedly(system, this.#folder)) });
      } catch (error) {
        this.problems.push(`${system.name} did not start: ${reason(error)}`);
      }
    }
    return started;
  }

  /** @param {readonly Started[]} started */
  async #idle(started) {
    this.#progress('idle');
    await sleep(IDLE);
    this.startUps = started.map(({ system: { name }, server, seconds }) => ({
      system: name,
      seconds,
      idle: residentMemory(server),
    }));
  }

  /** @param {readonly Started[]} started */
  async #prepare(started) {
    /** @type {Contestant[]} */
    const contestants = [];
    for (const { system, server } of started) {
      try {
        contestants.push({ system, server, target: await system.prepare(server) });
      } catch (error) {
        this.problems.push(`${system.name} could not be prepared: ${reason(error)}`);
      }
    }
    return contestants;
  }
}
