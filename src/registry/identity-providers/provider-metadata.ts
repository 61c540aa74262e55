import { OutboundError, type OutboundAnswer } from '#platform/outbound';

/** Where a provider says it (OpenID Connect Discovery 1.0 §4). */
export const metadataAddress = (issuer: string): string =>
  `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;

/** The JSON object that was answered. @throws OutboundError */
export function objectIn({ status, body }: OutboundAnswer): Readonly<Record<string, unknown>> {
  if (status !== 200) throw new OutboundError(`status ${String(status)}`);
  const value = parsed(body.toString('utf8'));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new OutboundError('not a JSON object');
  }
  return value as Readonly<Record<string, unknown>>;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new OutboundError('malformed JSON');
  }
}
