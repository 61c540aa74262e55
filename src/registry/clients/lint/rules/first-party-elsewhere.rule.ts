import { foundAmong, type LintRule } from '../lint-rule.js';

const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

export const firstPartyElsewhere: LintRule = {
  name: 'first-party-elsewhere',
  profiles: ['rfc9700'],
  severity: 'warning',
  spec: 'RFC 9700 §4.11',
  detail:
    'It is said to be the own of the enterprise, people are not asked, and it is at home outside the domains of the issuer and VERIFIED_DOMAINS.',
  passing: {
    metadata: { first_party: true, redirect_uris: ['https://shop.enterprise.example/cb'] },
  },
  failing: { metadata: { first_party: true, redirect_uris: ['https://elsewhere.example/cb'] } },
  find({ metadata: { redirect_uris: uris, first_party: own }, ownDomains = [] }) {
    if (!own || ownDomains.length === 0) return [];
    return foundAmong('/redirect_uris', uris, (uri) => {
      const host = /^https?:/i.test(uri) ? (URL.parse(uri)?.hostname ?? '') : '';
      if (host === '' || LOOPBACK.test(host)) return false;
      return !ownDomains.some((domain) => host === domain || host.endsWith(`.${domain}`));
    });
  },
};
