import type { ModuleRun } from '../suite/module-run.js';

/** A module of a plan: throws where the suite would report a failure or a warning. */
export type Module = (run: ModuleRun) => Promise<void>;
