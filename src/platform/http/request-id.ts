import { randomUUID } from 'node:crypto';
import { type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { type Config, parseNetworks } from '#platform/config';

const SOUND = /^[\w.:-]{8,64}$/;

/** `X-Request-Id` of a proxy that is trusted, so that its log and ours can be read together; else our own. */
export function requestIds({ trustedProxies }: Config): (request: IncomingMessage) => string {
  if (trustedProxies.length === 0) return () => randomUUID();
  const proxies = parseNetworks(trustedProxies.join(' '));
  return ({ headers, socket: { remoteAddress = '' } }) => {
    const given = headers['x-request-id'];
    if (typeof given !== 'string' || !SOUND.test(given)) return randomUUID();
    const family = isIP(remoteAddress) === 6 ? 'ipv6' : 'ipv4';
    return isIP(remoteAddress) !== 0 && proxies.check(remoteAddress, family) ? given : randomUUID();
  };
}

/** W3C Trace Context §3.2: the trace's id is all of it that we keep; what is no such id is nothing. */
export function traceIdOf({ traceparent }: IncomingHttpHeaders): string | undefined {
  if (typeof traceparent !== 'string') return undefined;
  const [, version, trace] =
    /^([\da-f]{2})-([\da-f]{32})-[\da-f]{16}-[\da-f]{2}(?:-.*)?$/.exec(traceparent) ?? [];
  return version === 'ff' || trace === undefined || /^0+$/.test(trace) ? undefined : trace;
}
