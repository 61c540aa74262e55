// Multiple Response Types §2.1, §3, §5; Form Post Response Mode §2.
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from '../../support/answer.js';
import type { Browser, Query } from '../../support/browser.js';
import { askFor, FRONT_CHANNEL } from '../../support/front-channel.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../../support/world.js';

let world: LocalWorld;
let client: RegisteredClient;
let user: RegisteredUser;
let browser: Browser;

beforeAll(async () => {
  world = await startWorld({ LEGACY_GRANTS: 'implicit' });
  const redirect_uris = ['https://client.example/callback', 'https://client.example/cb?kept=1&x'];
  client = await world.registerClient({ ...FRONT_CHANNEL, redirect_uris });
  user = await world.createUser();
  browser = world.browser();
  await world.authorize({ client, user, browser });
});

const ask = async (type: string, parameters: Query = {}): Promise<Answer> =>
  (await askFor(world, type, { client, user, browser, parameters })).end;

/** Where the parameters of an answer stand. */
function places({ location, forms }: Answer) {
  const posted = location === undefined ? Object.keys(forms[0]?.fields ?? {}) : [];
  return {
    query: [...(location?.searchParams.keys() ?? [])],
    fragment: [...new URLSearchParams(location?.hash.slice(1)).keys()],
    form: posted,
  };
}

const CODE = ['code', 'session_state', 'state', 'iss'];
const ERROR = ['error', 'error_description', 'state', 'iss'];
const NOTHING = { query: [], fragment: [], form: [] };
const TYPES = FRONT_CHANNEL.response_types;
const defaultOf = (type: string) => (type === 'code' ? 'query' : 'fragment');

describe('Multiple Response Types §2.1 response_mode', () => {
  it.each(['query', 'fragment', 'form_post'] as const)(
    'code by %s: success and error',
    async (mode) => {
      const place = mode === 'form_post' ? 'form' : mode;
      const success = await ask('code', { response_mode: mode });
      expect(places(success)).toEqual({ ...NOTHING, [place]: CODE });
      const error = await ask('code', { response_mode: mode, scope: 'bogus' });
      expect(places(error)).toEqual({ ...NOTHING, [place]: ERROR });
    },
  );

  it.each(TYPES)(
    '%s without response_mode uses the default of the type, for errors too',
    async (type) => {
      const error = await ask(type, { scope: 'bogus' });
      expect(places(error)).toEqual({ ...NOTHING, [defaultOf(type)]: ERROR });
      const success = places(await ask(type));
      expect(success[defaultOf(type)]).toEqual(expect.arrayContaining(['state', 'iss']));
      expect({ ...success, [defaultOf(type)]: [] }).toEqual(NOTHING);
    },
  );

  it.each(TYPES)('%s by form_post: nothing in the address, errors neither', async (type) => {
    const success = await ask(type, { response_mode: 'form_post' });
    expect(success.status).toBe(200);
    expect(places(success)).toMatchObject({ query: [], fragment: [] });
    const error = await ask(type, { response_mode: 'form_post', scope: 'bogus' });
    expect(places(error)).toEqual({ ...NOTHING, form: ERROR });
  });

  it.each(TYPES)(
    '%s cancelled by the person: access_denied in the mode that was asked for',
    async (type) => {
      for (const response_mode of [undefined, 'form_post']) {
        const fresh = await world.createUser();
        const { end, answer } = await askFor(world, type, {
          ...{ client, user: fresh, consent: 'cancel', parameters: { response_mode } },
        });
        expect(answer['error']).toBe('access_denied');
        const place = response_mode === undefined ? defaultOf(type) : 'form';
        expect(places(end)).toEqual({ ...NOTHING, [place]: ERROR });
      }
    },
  );

  it('a registered query component is kept (RFC 6749 §3.1.2)', async () => {
    const redirect_uri = client.redirect_uris[1] ?? '';
    const inQuery = await ask('code', { redirect_uri });
    expect(inQuery.headers.get('location')?.startsWith(`${redirect_uri}&code=`)).toBe(true);
    const inFragment = await ask('id_token', { redirect_uri });
    expect(inFragment.headers.get('location')?.startsWith(`${redirect_uri}#id_token=`)).toBe(true);
    const posted = await ask('id_token', { redirect_uri, response_mode: 'form_post' });
    expect(posted.forms[0]?.action).toBe(redirect_uri);
  });
});

describe('OAuth 2.0 Form Post Response Mode', () => {
  it('"not ... cached": the page is not stored, and its script runs by nonce only', async () => {
    const page = await ask('code id_token', { response_mode: 'form_post' });
    expect(page.headers.get('cache-control')).toContain('no-store');
    expect(page.headers.get('content-security-policy')).toMatch(/script-src 'nonce-[\w-]{22,}';/);
    expect(page.forms).toHaveLength(1);
    expect(page.forms[0]).toMatchObject({ method: 'POST', action: client.redirect_uris[0] });
    expect(page.text).toContain('document.forms[0].submit()');
  });

  const HOSTILE = [
    `"><script>alert(1)</script>`,
    `' autofocus onfocus='alert(1)`,
    `</form><form action="https://evil.example">`,
    `<input name="code" value="evil">`,
    `&quot;&gt;<img src=x onerror=alert(1)>`,
    '\u202e<svg/onload=alert(1)>',
    'javascript:alert(1)',
    `</script><script nonce="x">alert(1)</script>`,
  ];

  it.each(HOSTILE)('L02 state %j comes back as it is and is nothing but a value', async (state) => {
    for (const type of ['code', 'code id_token', 'id_token token']) {
      const page = await ask(type, { response_mode: 'form_post', state });
      const [form, ...others] = page.forms;
      expect(others).toEqual([]);
      expect(form?.action).toBe(client.redirect_uris[0]);
      expect(form?.fields['state']).toBe(state);
      expect(page.text.match(/<script\b/g)).toHaveLength(1);
      expect(page.text).not.toMatch(/<(img|svg)\b[^>]*on/);
      expect(page.text.match(/<input\b/g)).toHaveLength(Object.keys(form?.fields ?? {}).length);
    }
  });

  it('L02 a redirect URI cannot break out of the form, and no other scheme is posted to', async () => {
    const redirect_uris = [`https://client.example/cb?a=%22%3E%3Cscript%3E&b='x'&c=d`];
    const odd = await world.registerClient({ redirect_uris });
    const parameters = { response_mode: 'form_post' };
    const { end } = await askFor(world, 'code', { client: odd, user, browser, parameters });
    expect(end.forms[0]?.action).toBe(redirect_uris[0]);
    expect(end.text).not.toContain(`b='x'`);
    for (const uri of ['javascript:alert(1)', 'data:text/html,x', 'vbscript:x']) {
      const changed = { client_name: 'Odd', redirect_uris: [uri], application_type: 'native' };
      const refused = await world.admin.post('/clients', changed);
      expect([refused.status, refused.json.error]).toEqual([400, 'invalid_redirect_uri']);
    }
  });
});
