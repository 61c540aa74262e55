import type { INestApplicationContext } from '@nestjs/common';
import type { ParseArgsOptionsConfig } from 'node:util';
import type { Config, Environment } from '#platform/config';

/** For commands that need modules of the server: its log and its metrics are not theirs. */
export const QUIET = { METRICS_PORT: '', LOG_LEVEL: 'silent' };

/** What a command does its work with. */
export interface Tools {
  readonly environment: Environment;
  readonly print: (line: string) => void;
  /** Serves until it is told to stop. */
  readonly serve: (environment: Environment) => Promise<void>;
  /** The modules of the server without the server; closed when `work` is done. */
  readonly withModules: (
    config: Config,
    work: (modules: INestApplicationContext) => Promise<void>,
  ) => Promise<void>;
  /** Starts with this environment up to where it would listen, with a database of its own that is gone afterwards. */
  readonly rehearse: (environment: Environment, rehearsal: Rehearsal) => Promise<void>;
}

export interface Rehearsal {
  /** Whether it is the first start of an installation, which makes its first admin. */
  readonly isNew: boolean;
}

export interface Given {
  readonly positionals: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
}

export interface Command {
  /** After the name, as the help shows it. */
  readonly takes: string;
  readonly about: string;
  /** How many words may follow the name. */
  readonly words: readonly [least: number, most: number];
  readonly options?: ParseArgsOptionsConfig;
  run(given: Given, tools: Tools): Promise<void>;
}
