import { splitLoopbackUri } from '#protocol';
import { foundAmong, isInBrowser, type LintRule } from '../lint-rule.js';

const isLocal = (uri: string): boolean => splitLoopbackUri(uri) !== undefined;

export const browserLoopback: LintRule = {
  name: 'browser-loopback',
  profiles: ['rfc10017'],
  severity: 'warning',
  spec: 'RFC 10017 §6.3',
  detail:
    'The address of a developer stands beside those of everybody: what runs on a person’s machine gets their codes. Register another client to develop with.',
  passing: {
    metadata: {
      token_endpoint_auth_method: 'none',
      redirect_uris: ['https://app.example/cb'],
    },
  },
  failing: {
    metadata: {
      token_endpoint_auth_method: 'none',
      redirect_uris: ['https://app.example/cb', 'http://localhost:5173/cb'],
    },
  },
  find(client) {
    const { redirect_uris: uris } = client.metadata;
    const lasting = uris.filter((uri) => !isLocal(uri));
    if (!isInBrowser(client) || lasting.length === 0) return [];
    return foundAmong('/redirect_uris', uris, isLocal, { redirect_uris: lasting });
  },
};
