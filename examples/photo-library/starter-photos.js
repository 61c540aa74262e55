// @ts-check
import { createHash } from 'node:crypto';
import { scenes } from './scenes.js';

/**
 * Six pictures that nobody else has: the subject seeds colours, shapes and light.
 *
 * @param {string} subject
 * @returns {{ title: string, svg: string }[]}
 */
export function starterPhotos(subject) {
  return scenes.map(({ title, draw }) => {
    const random = numbersFrom(`${subject}\n${title}`);
    return { title, svg: frame(title, draw(random)) };
  });
}

/**
 * @param {string} seed
 * @returns {import('./scenes.js').Draw} the same numbers each time for the same seed
 */
function numbersFrom(seed) {
  let count = 0;
  return (from, to) => {
    const digest = createHash('sha256').update(`${seed}\n${count++}`).digest();
    return Math.round(from + (digest.readUInt32BE() / 2 ** 32) * (to - from));
  };
}

/**
 * @param {string} title
 * @param {string} content
 */
function frame(title, content) {
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 200" role="img">' +
    `<title>${title}</title>${content}</svg>`
  );
}
