// @ts-check
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { starterPhotos } from './starter-photos.js';

/**
 * @typedef {{ id: string, title: string, type: string }} Photo
 * @typedef {{ type: string, image: Buffer }} Image
 */

/** Media types accepted for upload. */
export const imageTypes = ['image/svg+xml', 'image/png', 'image/jpeg'];

/**
 * Each person's photos as files: `<directory>/<digest of the subject>/`, with an index.json beside
 * the pictures. For one process.
 */
export class PhotoStore {
  #directory;
  /** @type {Map<string, Promise<unknown>>} the last change under way, per subject */
  #changes = new Map();

  /** @param {string} directory */
  constructor(directory) {
    this.#directory = directory;
  }

  /**
   * @param {string} subject
   * @returns {Promise<Photo[]>} the starter set for somebody new
   */
  list(subject) {
    return this.#inTurn(subject, () => this.#open(subject));
  }

  /**
   * @param {string} subject
   * @param {string} id
   * @returns {Promise<Image | undefined>} undefined for other people's photos too
   */
  async read(subject, id) {
    const photo = (await this.list(subject)).find((candidate) => candidate.id === id);
    if (!photo) return undefined;
    return { type: photo.type, image: await readFile(join(this.#home(subject), photo.id)) };
  }

  /**
   * @param {string} subject
   * @param {string} title
   * @param {Image} image
   * @returns {Promise<Photo>}
   */
  add(subject, title, image) {
    return this.#inTurn(subject, async () => {
      const photos = await this.#open(subject);
      const photo = await this.#store(subject, title, image);
      await this.#writeIndex(subject, [...photos, photo]);
      return photo;
    });
  }

  /**
   * @param {string} subject
   * @param {string} id
   * @returns {Promise<boolean>} false when they have no such photo
   */
  delete(subject, id) {
    return this.#inTurn(subject, async () => {
      const photos = await this.#open(subject);
      const left = photos.filter((photo) => photo.id !== id);
      if (left.length === photos.length) return false;
      await this.#writeIndex(subject, left);
      await rm(join(this.#home(subject), id), { force: true });
      return true;
    });
  }

  /** @param {string} subject */
  async #open(subject) {
    /** @type {Photo[] | undefined} */
    const known = await readFile(this.#index(subject), 'utf8').then(JSON.parse, ifAbsent);
    if (known) return known;
    await mkdir(this.#home(subject), { recursive: true });
    const photos = [];
    for (const { title, svg } of starterPhotos(subject)) {
      const image = { type: 'image/svg+xml', image: Buffer.from(svg) };
      photos.push(await this.#store(subject, title, image));
    }
    await this.#writeIndex(subject, photos);
    return photos;
  }

  /**
   * @param {string} subject
   * @param {string} title
   * @param {Image} image
   */
  async #store(subject, title, { type, image }) {
    const id = randomUUID();
    await writeFile(join(this.#home(subject), id), image);
    return { id, title, type };
  }

  /**
   * @param {string} subject
   * @param {Photo[]} photos
   */
  async #writeIndex(subject, photos) {
    const draft = `${this.#index(subject)}.draft`;
    await writeFile(draft, JSON.stringify(photos, null, 2));
    await rename(draft, this.#index(subject));
  }

  /**
   * Changes of one person's photos wait for one another, so that none overwrites the other's index.
   *
   * @template T
   * @param {string} subject
   * @param {() => Promise<T>} change
   * @returns {Promise<T>}
   */
  #inTurn(subject, change) {
    const turn = (this.#changes.get(subject) ?? Promise.resolve()).then(change, change);
    this.#changes.set(subject, turn);
    const forget = () => this.#changes.get(subject) === turn && this.#changes.delete(subject);
    turn.then(forget, forget);
    return turn;
  }

  /** @param {string} subject */
  #home(subject) {
    // A subject is any string (OpenID Connect Core section 2); a digest is always a safe file name.
    return join(this.#directory, createHash('sha256').update(subject).digest('hex'));
  }

  /** @param {string} subject */
  #index(subject) {
    return join(this.#home(subject), 'index.json');
  }
}

/** @param {NodeJS.ErrnoException} error */
function ifAbsent(error) {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}
