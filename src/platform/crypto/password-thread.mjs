// @ts-check
// What the threads of PasswordHash run. Plain JavaScript, because a thread starts from a file as it is.
import { hashSync, verifySync } from '@node-rs/argon2';

/** Argon2id, 19 MiB, 2 passes, 1 lane (OWASP Password Storage). 2 is argon2id in the library. */
const OPTIONS = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** @param {string} password @returns {string} a PHC string */
export const create = (password) => hashSync(password, OPTIONS);

/** @param {{ stored: string; password: string }} what @returns {boolean} */
export const matches = ({ stored, password }) => verifySync(stored, password);
