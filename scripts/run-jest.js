import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Runs jest, which needs a flag of node for ES modules, and shows what it writes.
 * @param {string[]} args
 * @returns {Promise<{ exitCode: number, results: any }>} `results` is undefined when jest left none
 */
export async function runJest(args) {
  const directory = mkdtempSync(join(tmpdir(), 'gatehouse-jest-'));
  const output = join(directory, 'results.json');
  try {
    const exitCode = await run([...args, '--json', `--outputFile=${output}`]);
    return { exitCode, results: read(output) };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function run(args) {
  const child = spawn(process.execPath, ['node_modules/jest/bin/jest.js', ...args], {
    stdio: 'inherit',
    env: {
      ...process.env,
      NODE_ENV: 'test',
      NODE_OPTIONS:
        `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules --no-warnings`.trim(),
    },
  });
  return new Promise((resolve) => {
    child.on('exit', (code, signal) => resolve(code ?? (signal ? 1 : 0)));
  });
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
