/**
 * What a browser answers to a ceremony, `PublicKeyCredential.toJSON()` (WebAuthn §5.1), before anything of it
 * is believed.
 */
export interface PublicKeyCredentialAnswer {
  /** The credential id, as base64url. */
  readonly id: string;
  readonly clientData: ClientData;
  /** Members of `response` that are text, such as `signature`, as base64url. */
  readonly response: Readonly<Record<string, string>>;
  readonly transports: readonly string[];
  /** What the extension `credProps` says of a new one (WebAuthn §10.1.3). */
  readonly discoverable: boolean | undefined;
}

/** What the browser says that was asked of it (WebAuthn §5.8.1). */
export interface ClientData {
  readonly challenge: string;
  readonly origin: string;
  /** Whether another site had the page in a frame. */
  readonly framed: boolean;
}

/** A credential id has 1023 bytes at the most (WebAuthn §4). */
const ID = /^[\w-]{1,1364}$/;
const TRANSPORTS = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'];

/** @returns undefined when it is nothing of that kind */
export function parseAnswer(json: string): PublicKeyCredentialAnswer | undefined {
  const { id, rawId, type, response, clientExtensionResults } = objectIn(json);
  if (typeof id !== 'string' || !ID.test(id) || rawId !== id || type !== 'public-key') {
    return undefined;
  }
  const members = asObject(response);
  const texts = Object.entries(members).filter((entry): entry is [string, string] => {
    return typeof entry[1] === 'string' && /^[\w-]*$/.test(entry[1]);
  });
  const clientData = parseClientData(members['clientDataJSON']);
  if (clientData === undefined) return undefined;
  const given: unknown = members['transports'];
  const transports = Array.isArray(given) ? given : [];
  const { rk } = asObject(asObject(clientExtensionResults)['credProps']);
  return {
    ...{ id, clientData, response: Object.fromEntries(texts) },
    transports: TRANSPORTS.filter((one) => transports.includes(one)),
    discoverable: typeof rk === 'boolean' ? rk : undefined,
  };
}

function parseClientData(given: unknown): ClientData | undefined {
  if (typeof given !== 'string') return undefined;
  const text = Buffer.from(given, 'base64url').toString('utf8');
  const { challenge, origin, crossOrigin, topOrigin } = objectIn(text);
  if (typeof challenge !== 'string' || typeof origin !== 'string') return undefined;
  const framed = (crossOrigin ?? false) !== false || topOrigin !== undefined;
  return { challenge, origin, framed };
}

function objectIn(json: string): Readonly<Record<string, unknown>> {
  try {
    return asObject(JSON.parse(json));
  } catch {
    return {};
  }
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
