import { Platform1795900000000 } from './1795900000000-platform.js';
import { Registry1795900000001 } from './1795900000001-registry.js';
import { People1795900000002 } from './1795900000002-people.js';
import { Tokens1795900000003 } from './1795900000003-tokens.js';

/** In the order in which they run. A released migration never changes; a new one is added. */
export const migrations = [
  Platform1795900000000,
  Registry1795900000001,
  People1795900000002,
  Tokens1795900000003,
] as const;
