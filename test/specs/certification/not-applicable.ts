import { nothingForTheTokenEndpoint } from './modules/happy-flow.js';
import { modules, type Module } from './modules/index.js';
import type { Variant } from './suite/variant.js';

/** What the suite skips where nothing is signed with `none`; these show that nothing ever is. */
const UNSIGNED = [
  'idtoken-unsigned',
  'request-uri-unsigned',
  'request-uri-unsigned-supported-correctly-or-rejected-as-unsupported',
  'unsigned-request-object-supported-correctly-or-rejected-as-unsupported',
];
const TOKEN_ENDPOINT = ['registration-jwks-uri', 'refresh-token-rp-key-rotation', 'refresh-token'];

interface Inapplicable {
  readonly reason: string;
  /** Shows that it is so. */
  readonly shown: Module | undefined;
}

/** Why the suite has nothing to look at in a module with this variant; undefined where it has. */
export function inapplicable(module: string, { response_type }: Variant): Inapplicable | undefined {
  const words = response_type.split(' ');
  if (UNSIGNED.includes(module)) {
    const reason = 'nothing is accepted or issued without a signature';
    return { reason, shown: modules[module] };
  }
  if (TOKEN_ENDPOINT.includes(module) && !words.includes('code')) {
    const reason = 'this response type never leads to the token endpoint';
    return { reason, shown: nothingForTheTokenEndpoint };
  }
  if (module === 'userinfo-rs256' && response_type === 'id_token') {
    const reason = 'this response type gives no access token for userinfo';
    return { reason, shown: nothingForTheTokenEndpoint };
  }
  return undefined;
}
