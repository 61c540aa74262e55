/**
 * Something could not be fetched. Whoever caused the request is told no more than that: the reason
 * would tell them what is in our network (attack H05).
 */
export class OutboundError extends Error {
  override readonly name = 'OutboundError';
  constructor(readonly reason: string) {
    super(`a document could not be fetched: ${reason}`);
  }
}
