// @ts-check
// An in-memory store that does the peer justice. The one it ships forgets after a thousand entries and
// walks all tokens of a grant at each write, which is meant for trials and would slow it down here.

/** @typedef {{ grantId?: string; uid?: string; consumed?: number }} Payload */

/** Enough that nothing live is forgotten, small enough that a long run does not fill the memory. */
const MAX_TOKENS = 20_000;

/** @type {Map<string, Map<string, Payload>>} */
const models = new Map();
/** @type {Map<string, string>} */
const sessionsByUid = new Map();

const LONG_LIVED = new Set(['Session', 'Grant', 'Client']);

export class MemoryStore {
  /** @param {string} model */
  constructor(model) {
    this.model = model;
    this.entries = models.get(model) ?? new Map();
    models.set(model, this.entries);
  }

  /** @param {string} id @param {Payload} payload */
  async upsert(id, payload) {
    this.entries.set(id, payload);
    if (this.model === 'Session' && payload.uid !== undefined) sessionsByUid.set(payload.uid, id);
    if (this.entries.size > MAX_TOKENS && !LONG_LIVED.has(this.model)) {
      const [oldest] = this.entries.keys();
      if (oldest !== undefined) this.entries.delete(oldest);
    }
  }

  /** @param {string} id */
  async find(id) {
    return this.entries.get(id);
  }

  /** @param {string} uid */
  async findByUid(uid) {
    return this.find(sessionsByUid.get(uid) ?? '');
  }

  async findByUserCode() {
    return undefined;
  }

  /** @param {string} id */
  async consume(id) {
    const entry = this.entries.get(id);
    if (entry !== undefined) entry.consumed = Math.floor(Date.now() / 1000);
  }

  /** @param {string} id */
  async destroy(id) {
    this.entries.delete(id);
  }

  /** Only after misuse, so no index is kept for it. @param {string} grantId */
  async revokeByGrantId(grantId) {
    for (const [id, payload] of this.entries) {
      if (payload.grantId === grantId) this.entries.delete(id);
    }
  }
}
