import type { PasswordFormat } from './password-format.js';

const BCRYPT = /^(?:\{(?:CRYPT|BCRYPT)\})?(\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53})$/;

/** Limit: the cost of one hash, as a power of two. */
const MAX_COST = 14;

/** bcrypt, as OpenBSD, PHP and most frameworks write it. */
export const bcrypt: PasswordFormat = {
  name: 'bcrypt',
  read(text) {
    const [found, hash = '', cost] = BCRYPT.exec(text) ?? [];
    if (found === undefined) return undefined;
    const tooCostly = `bcrypt with a cost above ${String(MAX_COST)}.`;
    return { hash, tooCostly: Number(cost) > MAX_COST ? tooCostly : undefined };
  },
};
