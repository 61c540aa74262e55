import type { PasswordFormat } from './password-format.js';

const PHC =
  /^(?:\{ARGON2(?:ID|I)?\})?(\$argon2(?:id|i|d)\$(?:v=\d+\$)?m=(\d+),t=(\d+),p=(\d+)\$[\w+/]+\$[\w+/]+)$/;

/** Limit: KiB, passes and lanes of one hash. */
const [MAX_MEMORY, MAX_PASSES, MAX_LANES] = [262_144, 10, 16];

/** Argon2 (RFC 9106) as a PHC string. */
export const argon2: PasswordFormat = {
  name: 'argon2',
  read(text) {
    const [found, hash = '', memory, passes, lanes] = PHC.exec(text) ?? [];
    if (found === undefined) return undefined;
    const affordable =
      Number(memory) <= MAX_MEMORY && Number(passes) <= MAX_PASSES && Number(lanes) <= MAX_LANES;
    return {
      hash,
      tooCostly: affordable
        ? undefined
        : `Argon2 with more than ${String(MAX_MEMORY)} KiB, ${String(MAX_PASSES)} passes or ${String(MAX_LANES)} lanes.`,
    };
  },
};
