import { foundAmong, type LintRule } from '../lint-rule.js';

/** Where anybody can have a name of their own, and sometimes get that of somebody who left. */
const SHARED =
  /(?:^|\.)(?:github\.io|gitlab\.io|pages\.dev|workers\.dev|netlify\.app|vercel\.app|herokuapp\.com|web\.app|firebaseapp\.com|azurewebsites\.net|onrender\.com|fly\.dev|ngrok(?:-free)?\.app|ngrok\.io)$/;

export const sharedHost: LintRule = {
  name: 'shared-host',
  profiles: ['rfc9700'],
  severity: 'warning',
  spec: 'RFC 9700 §4.11',
  detail:
    'Nobody has looked at this client, and anybody can have a name at this host: it may be a page that people are sent on from.',
  passing: { metadata: { unverified: true, redirect_uris: ['https://app.example/cb'] } },
  failing: { metadata: { unverified: true, redirect_uris: ['https://nobody.github.io/cb'] } },
  find: ({ metadata: { redirect_uris: uris, unverified } }) =>
    unverified === true
      ? foundAmong('/redirect_uris', uris, (uri) => SHARED.test(URL.parse(uri)?.hostname ?? ''))
      : [],
};
