// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { StartError } from '../shared/start.js';

/** Milliseconds that a program has to end when asked. */
const patience = 5000;

/** The programs of the demo: all of them end with it. */
export class Children {
  /** @type {Set<import('node:child_process').ChildProcess>} */
  #alive = new Set();
  ending = false;
  /** @type {(error: Error) => void} told when a program ends that should not */
  onFailure = () => {};

  /**
   * Starts a server; resolves once it says that it listens.
   *
   * @param {string} name
   * @param {string} file
   * @param {Record<string, string>} environment
   * @throws {StartError} when it ends instead, with what it wrote
   */
  async start(name, file, environment) {
    const child = this.#spawn(file, environment, 'pipe');
    const output = capture(child);
    const ended = once(child, 'exit').then(() => {
      throw new StartError(`${name} did not start.\n${output.text}`);
    });
    // Its address, where it stands by itself and not in a line of the log.
    await Promise.race([output.says(/^[^{\n]*http:\/\/\S+/m), ended]);
    ended.catch(() => {
      this.onFailure(new StartError(`${name} ended.\n${output.text}`));
    });
  }

  /**
   * Runs a program to its end.
   *
   * @param {string} name
   * @param {string} file
   * @param {Record<string, string>} environment
   * @throws {StartError} when it fails, with what it wrote
   */
  async finish(name, file, environment) {
    const child = this.#spawn(file, environment, 'pipe');
    const output = capture(child);
    const [code] = await once(child, 'exit');
    if (code !== 0) throw new StartError(`${name} failed.\n${output.text}`);
  }

  /**
   * Runs a program that is looked at; resolves when it has ended.
   *
   * @param {string} file
   * @param {Record<string, string>} environment
   */
  async show(file, environment) {
    await once(this.#spawn(file, environment, 'inherit'), 'exit');
  }

  /** Ends all of them, and does not come back before they are gone. */
  async end() {
    this.ending = true;
    await Promise.all(
      [...this.#alive].map(async (child) => {
        const gone = once(child, 'exit');
        child.kill('SIGTERM');
        const slow = setTimeout(() => child.kill('SIGKILL'), patience);
        await gone;
        clearTimeout(slow);
      }),
    );
  }

  /**
   * @param {string} file
   * @param {Record<string, string>} environment
   * @param {'pipe' | 'inherit'} output
   */
  #spawn(file, environment, output) {
    if (this.ending) throw new StartError('The demo is ending.');
    const env = { PATH: process.env['PATH'], ...environment };
    const stdio = /** @type {const} */ (['ignore', output, output]);
    const child = spawn(process.execPath, [file], { env, stdio });
    this.#alive.add(child);
    child.once('exit', () => this.#alive.delete(child));
    return child;
  }
}

/**
 * What a program writes: the end of it, for when it fails.
 *
 * @param {import('node:child_process').ChildProcess} child
 */
function capture(child) {
  const output = {
    text: '',
    /** @param {RegExp} pattern */
    says: (pattern) =>
      new Promise((resolve) => {
        child.stdout?.on('data', () => pattern.test(output.text) && resolve(undefined));
      }),
  };
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text) => {
      output.text = (output.text + text).slice(-4000);
    });
  }
  return output;
}
