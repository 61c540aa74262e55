import { beforeAll, describe, expect, it } from '@jest/globals';
import { LoginForm, signedIn } from '../../attacks/login-form.js';
import { Answer } from '../../support/answer.js';
import { startApplication } from '../../support/application.js';
import { describeEachDatabase } from '../../support/mariadb.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import { LocalWorld, startWorld, unique } from '../../support/world.js';
import { FOREIGN } from './foreign-hashes.js';

describeEachDatabase('people who move in', (databaseUrl) => {
  let world: LocalWorld;
  let client: RegisteredClient;

  beforeAll(async () => {
    const url = await databaseUrl();
    world =
      url === undefined
        ? await startWorld()
        : new LocalWorld(await startApplication({ DATABASE_URL: url }));
    client = await world.registerClient({ first_party: true });
  }, 60_000);

  async function send(body: string, type = 'application/jsonl', query = ''): Promise<Answer> {
    const url = new URL(`${world.issuer}/admin/users/import${query}`);
    const headers = {
      authorization: `Bearer ${await world.admin.token()}`,
      'content-type': type,
    };
    return Answer.read(url, await fetch(url, { method: 'POST', headers, body }));
  }

  const told = (answer: Answer): any[] =>
    answer.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));

  const lines = (...people: object[]) => people.map((one) => JSON.stringify(one)).join('\n');

  async function signIn(username: string, password: string): Promise<boolean> {
    return signedIn(await (await LoginForm.open(world, client)).try(username, password));
  }

  it('are told of line by line, and a line that is refused keeps nobody out', async () => {
    const group = `Crew ${unique()}`;
    await world.admin.create('/groups', { name: group });
    const [first, second] = [unique(), unique()];
    const answer = await send(
      [
        JSON.stringify({ username: first, sub: `old|${first}`, groups: [group.toUpperCase()] }),
        '',
        '{"username":',
        JSON.stringify({ username: first }),
        JSON.stringify({ username: unique(), nicknam: 'Ali', roles: 'admin' }),
        JSON.stringify({ username: unique(), groups: ['Nobody has made it'] }),
        JSON.stringify({ username: second, email: `${second}@people.example` }),
      ].join('\r\n'),
    );
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/jsonl']);
    const results = told(answer);
    expect(results).toMatchObject([
      { line: 1, status: 'created', sub: `old|${first}`, username: first },
      { line: 3, status: 'refused', errors: [{ detail: 'This is no JSON object.' }] },
      { line: 4, status: 'refused' },
      {
        line: 5,
        errors: [
          { pointer: '/nicknam', detail: 'There is no such member. Did you mean nickname?' },
          { pointer: '/roles' },
        ],
      },
      { line: 6, errors: [{ pointer: '/groups' }] },
      { line: 7, status: 'created', username: second, warnings: [{ pointer: '/email_verified' }] },
      { created: 2, refused: 4, dry_run: false },
    ]);
    const { json } = await world.admin.get(`/users/${encodeURIComponent(`old|${first}`)}`);
    expect(json).toMatchObject({ username: first, groups: [{ name: group }] });
    await world.application.control.flushEvents();
    const events = await world.query<{ type: string }[]>(
      'SELECT type FROM events WHERE user_id = ?',
      [`old|${first}`],
    );
    expect(events.map(({ type }) => type).sort()).toEqual(['group.member_added', 'user.created']);
  });

  it('come as a table, with what is in it told by the names of its columns', async () => {
    const [quoted, plain] = [unique(), unique()];
    const group = `Crew ${unique()}`;
    await world.admin.create('/groups', { name: group });
    const answer = await send(
      [
        '\ufeffusername,name,email,email_verified,groups,address.locality',
        `${quoted},"Example, Alice",${quoted}@people.example,TRUE,${group};,"Bad Homburg"`,
        `${plain},,,,,`,
      ].join('\r\n'),
      'text/csv; charset=utf-8',
    );
    const [first, second, summary] = told(answer);
    expect(summary).toEqual({ created: 2, refused: 0, dry_run: false });
    expect([first.line, second.line]).toEqual([2, 3]);
    expect((await world.admin.get(`/users/${first.sub}`)).json).toMatchObject({
      ...{ name: 'Example, Alice', email_verified: true, groups: [{ name: group }] },
      address: { locality: 'Bad Homburg' },
    });
    const broken = await send('username,name\n"never closed', 'text/csv');
    expect([broken.status, broken.json.detail]).toEqual([
      400,
      expect.stringContaining('no table (RFC 4180)'),
    ]);
  });

  it('can be tried without storing anybody', async () => {
    const [taken, fresh] = [await world.createUser(), unique()];
    const count = async () => (await world.query('SELECT COUNT(*) AS n FROM users'))[0].n;
    const before = await count();
    const answer = await send(
      lines(
        { username: fresh, email: `${fresh}@people.example` },
        { username: unique(), email: `${fresh}@PEOPLE.example` },
        { username: taken.username.toUpperCase() },
        { username: unique(), sub: taken['sub'] },
        { username: unique(), password: 'short' },
        {
          username: unique(),
          password_hash: '$2b$31$C6UzMDM.H6dfI/f/IKcEeO7Ao0tYkPcUoJ6Xr6Yb8b0w2J3ZQ5h2a',
        },
      ),
      'application/x-ndjson',
      '?dry_run=true',
    );
    expect(told(answer).map(({ status, created }) => status ?? created)).toEqual([
      ...['would be created', 'refused', 'refused', 'refused', 'refused', 'refused'],
      1,
    ]);
    expect(await count()).toBe(before);
    const stored = await send(lines({ username: fresh }));
    expect(told(stored).at(-1)).toMatchObject({ created: 1 });
  });

  it('come as JSON too, and are invited where they are to choose a password', async () => {
    const username = unique();
    const users = [{ username, email: `${username}@people.example`, invite: true }];
    const answer = await world.admin.post('/users/import', { users });
    expect(told(answer).at(-1)).toMatchObject({ created: 1, refused: 0 });
    const mails = 'SELECT COUNT(*) AS n FROM links WHERE user_id = ?';
    const [{ n }] = await world.query(mails, [told(answer)[0].sub]);
    expect(Number(n)).toBe(1);
  });

  it('can be sent again without an Idempotency-Key, which is refused by name', async () => {
    const users = [{ username: unique() }];
    const key = { 'idempotency-key': unique() };
    const refused = await world.admin.call('POST', '/users/import', { users }, key);
    expect([refused.status, refused.json.detail]).toEqual([
      400,
      expect.stringContaining('no Idempotency-Key'),
    ]);
    const outcomes = [];
    for (let n = 0; n < 2; n++) {
      outcomes.push(told(await world.admin.post('/users/import', { users })).at(-1));
    }
    expect(outcomes).toMatchObject([
      { created: 1, refused: 0 },
      { created: 0, refused: 1 },
    ]);
  });

  it('L08 no request takes more people, and no other address takes lines', async () => {
    const many = await send(`{}\n`.repeat(10_001));
    expect([many.status, many.json.detail]).toEqual([
      400,
      'A request takes 10000 people, and this one has more: send several.',
    ]);
    const large = await send('x'.repeat(16 * 1024 * 1024 + 1));
    expect([large.status, large.json.title]).toEqual([413, 'Content too large']);
    const latin = await send(Buffer.from([0x7b, 0xe9, 0x7d]).toString('latin1'));
    expect(told(latin).at(-1)).toMatchObject({ created: 0, refused: 1 });
    for (const path of ['/admin/users', '/token']) {
      const url = new URL(world.issuer + path);
      const headers = {
        authorization: `Bearer ${await world.admin.token()}`,
        'content-type': 'application/jsonl',
      };
      const answer = await fetch(url, { method: 'POST', headers, body: '{}' });
      expect([path, answer.status]).toEqual([path, 415]);
    }
  });

  it('E12 nobody is called as a client is, and no client as somebody is', async () => {
    const named = unique();
    const answer = await send(
      lines(
        { username: unique(), sub: client.client_id },
        { username: named, sub: named },
        { username: unique(), sub: 'https://app.example/client.json' },
      ),
    );
    const [asClient, person, address] = told(answer);
    expect([asClient.errors[0].pointer, address.errors[0].pointer]).toEqual(['/sub', '/sub']);
    expect(person.status).toBe('created');
    const registered = await world.admin.post('/clients', {
      ...{ client_id: named, client_name: 'Poser', redirect_uris: ['https://app.example/cb'] },
    });
    expect([registered.status, registered.json.errors[0].pointer]).toEqual([409, '/client_id']);
  });

  it('M11 nobody makes an admin who could not do all that an admin can', async () => {
    const helper = await world.registerClient({
      ...{ grant_types: ['client_credentials'], scope: 'users:write', redirect_uris: [] },
    });
    const { access_token: token } = await world.clientCredentials(helper, { scope: 'users:write' });
    const url = new URL(`${world.issuer}/admin/users/import`);
    const response = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/jsonl' },
      body: lines({ username: unique(), roles: ['admin'] }, { username: unique() }),
    });
    expect(told(await Answer.read(url, response))).toMatchObject([
      { status: 'refused' },
      { status: 'created' },
      { created: 1, refused: 1 },
    ]);
  });

  describe('with the passwords that they had', () => {
    it.each(Object.entries(FOREIGN))('%s', async (_what, [format, hash]) => {
      const [username, password] = [unique(), `p\u00e4ssword of ${unique()}`];
      const [{ sub, status }] = told(
        await send(lines({ username, password_hash: hash(password) })),
      );
      expect(status).toBe('created');
      const stored = async () => {
        const sql = 'SELECT password_hash, password_format FROM users WHERE sub = ?';
        const [row] = await world.query(sql, [sub]);
        return [row.password_format, row.password_hash.slice(0, 10)];
      };
      const listed = async () => {
        const { json } = await world.admin.get(`/users?password_format=${format}&q=${username}`);
        return json.items.length;
      };
      // Passwords of tests are hashed for a thousandth: a cheap Argon2id is current there.
      const foreign = hash('x').startsWith('$argon2id$') ? null : format;
      if (foreign !== null) expect([(await stored())[0], await listed()]).toEqual([format, 1]);
      const { version } = (await world.admin.get(`/users/${sub}`)).json;
      expect(await signIn(username, `${password}!`)).toBe(false);
      expect(await signIn(username, password)).toBe(true);
      expect(await stored()).toEqual([null, '$argon2id$']);
      expect(await listed()).toBe(0);
      expect(await signIn(username, password)).toBe(true);
      expect((await world.admin.get(`/users/${sub}`)).json.version).toBe(version);
    });

    it('I26 no hash costs a sign-in more than anybody may ask for', async () => {
      const absurd = [
        '$2b$15$C6UzMDM.H6dfI/f/IKcEeO7Ao0tYkPcUoJ6Xr6Yb8b0w2J3ZQ5h2a',
        '$argon2id$v=19$m=1048576,t=3,p=1$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAA',
        '$argon2id$v=19$m=65536,t=11,p=1$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAA',
        '$scrypt$ln=20,r=8,p=1$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAA',
        '$pbkdf2-sha256$2000001$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAA',
        'pbkdf2_sha256$999999999$salt$AAAAAAAAAAAAAAAAAAAAAA==',
        'scrypt$salt$1048576$8$1$AAAAAAAAAAAAAAAAAAAAAA==',
      ];
      const people = absurd.map((password_hash) => ({ username: unique(), password_hash }));
      const results = told(await send(lines(...people)));
      expect(results.at(-1)).toMatchObject({ created: 0, refused: absurd.length });
      for (const { errors } of results.slice(0, -1)) {
        expect(errors).toEqual([
          { pointer: '/password_hash', detail: expect.stringContaining('cost too much') },
        ]);
      }
    });

    it('what is no hash, or no hash that is known, is refused by name', async () => {
      const odd = [
        ...['', 'hunter2', '{SSHA}', '{SSHA}AAAA', '$5$rounds=5000$salt$hash', '{"secretData":1}'],
        ...['$2b$10$short', 'md5$salt$hash', '$argon2id$v=19$m=1', '\u0000', '$pbkdf2-md5$1$a$b'],
      ];
      const people = odd.map((password_hash) => ({ username: unique(), password_hash }));
      const results = told(await send(lines(...people)));
      expect(results.slice(0, -1).map(({ errors }) => errors?.[0]?.pointer)).toEqual(
        odd.map(() => '/password_hash'),
      );
      const both = { username: unique(), password: 'correct horse battery', password_hash: 'x' };
      expect(told(await send(lines(both)))[0].errors[0].detail).toContain('not both');
    });
  });
});
