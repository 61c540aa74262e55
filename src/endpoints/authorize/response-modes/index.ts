import { formPostMode } from './form-post.mode.js';
import { fragmentMode } from './fragment.mode.js';
import { queryMode } from './query.mode.js';
import type { ResponseMode } from './response-mode.js';

export { sendForm } from './form-post.mode.js';
export type { ResponseMode, ResponseModeName } from './response-mode.js';

/** Every response mode there is. */
export const responseModes: ReadonlyMap<string, ResponseMode> = new Map(
  [queryMode, fragmentMode, formPostMode].map((mode) => [mode.name, mode]),
);
