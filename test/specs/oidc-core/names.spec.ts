import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import type { RegisteredClient } from '../../support/registered-client.js';
import { startWorld, type LocalWorld } from '../../support/world.js';

/** Names as people write them, some with joiners (RFC 5892, CONTEXTJ). */
const NAMES: readonly [script: string, name: string][] = [
  ['Latin', 'Zoë Ångström-Müller'],
  ['Vietnamese', 'Nguyễn Thị Ánh'],
  ['Cyrillic', 'Екатерина Щукина'],
  ['Greek', 'Ευαγγελία Παπαδοπούλου'],
  ['Armenian', 'Արամ Խաչատրյան'],
  ['Georgian', 'ნინო ქავთარაძე'],
  ['Hebrew', 'יִצְחָק כֹּהֵן'],
  ['Arabic', 'فاطمة الزهراء'],
  ['Persian', 'مه\u200cرخ علی\u200cرضایی'],
  ['Urdu', 'محمد\u00a0علی جناح'],
  ['Devanagari', 'श्\u200dरीमती क्\u200cषमा'],
  ['Bengali', 'রবীন্দ্রনাথ ঠাকুর'],
  ['Gurmukhi', 'ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ'],
  ['Gujarati', 'મહાત્મા ગાંધી'],
  ['Tamil', 'ஸ்ரீநிவாச ராமானுஜன்'],
  ['Telugu', 'పి. వి. నరసింహారావు'],
  ['Kannada', 'ಕುವೆಂಪು'],
  ['Malayalam', 'അവന്\u200d ജോണ്\u200d'],
  ['Sinhala', 'ශ්\u200dරී ලංකා'],
  ['Thai', 'ภูมิพลอดุลยเดช'],
  ['Khmer', 'នរោត្តម សីហនុ'],
  ['Burmese', 'အောင်ဆန်းစုကြည်'],
  ['Tibetan', 'བསྟན་འཛིན་རྒྱ་མཚོ'],
  ['Ethiopic', 'ኃይለ ሥላሴ'],
  ['Han', '王小明'],
  ['Japanese', '山田 ハナコ'],
  ['Korean', '김연아'],
  ['emoji', 'The Does 👨\u200d👩\u200d👧\u200d👦'],
];

describe('"name: End-User\'s full name in displayable form" (OIDC Core §5.1)', () => {
  let world: LocalWorld;
  let client: RegisteredClient;

  beforeAll(async () => {
    world = await startWorld();
    client = await world.registerClient({ client_name: 'مه\u200cرخ' });
  });

  it.each(NAMES)('%s: as it was written, from the admin API to the ID token', async (_, name) => {
    const user = await world.createUser({ name, given_name: name, nickname: name });
    expect((await world.admin.get(`/users/${user.sub}`)).json).toMatchObject({ name });
    const parameters = { claims: '{"id_token":{"name":null,"nickname":null}}' };
    const scope = 'openid profile';
    const issued = await world.authorizationCode({ client, user, parameters, scope });
    const tokens = (await world.redeem(client, issued)).json;
    expect(decodeJwt(tokens.id_token)).toMatchObject({ name, nickname: name });
    expect((await world.userinfo(tokens.access_token)).json).toMatchObject({ given_name: name });
    const consent = issued.browser.history.find((page) => page.has('consent-approve'));
    expect(consent?.text).toContain(`<bdi>${name}</bdi>`);
  });

  it.each(['Ada\u202egnp.exe', 'Ada\u200b', 'A\u200cda', 'Ada\u2066', 'Ada\u200f'])(
    'A36 %j is no name: what turns the text around, or hides in it',
    async (name) => {
      const answer = await world.admin.post('/users', { username: 'nobody-like-this', name });
      expect(answer.status).toBe(400);
      expect(answer.json.errors).toEqual([expect.objectContaining({ pointer: '/name' })]);
    },
  );

  it('I24 a username has no joiner, with which two would look alike', async () => {
    for (const username of ['مه\u200cرخ', 'श्\u200dरी']) {
      expect((await world.admin.post('/users', { username })).status).toBe(400);
    }
  });

  it('a phone number with an extension, and a website without TLS', async () => {
    const claims = { phone_number: '+1 (604) 555-1234;ext=5678', website: 'http://ada.example/~a' };
    const user = await world.createUser(claims);
    const scope = 'openid profile phone';
    const tokens = await world.tokens({ client, user, scope });
    expect((await world.userinfo(tokens.access_token)).json).toMatchObject(claims);
  });
});
