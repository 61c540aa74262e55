// OIDC Core §5.1: email_verified, which oauth2-proxy and Kubernetes ask for.
import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { type LocalWorld, startWorld, unique } from '../../support/world.js';

let world: LocalWorld;
beforeAll(async () => {
  world = await startWorld({ VERIFIED_DOMAINS: 'corp.example, Second.example' });
});

const create = async (members: object) => {
  const username = `mail-${unique()}`;
  return (await world.admin.post('/users', { username, ...members })).json;
};
const warned = expect.objectContaining({ pointer: '/email_verified' });

describe('"True if the End-User\'s e-mail address has been verified" (OIDC Core §5.1)', () => {
  it.each(['corp.example', 'CORP.example', 'second.example'])(
    'so is one in %s that an admin gives',
    async (domain) => {
      const { email_verified, warnings } = await create({ email: `${unique()}@${domain}` });
      expect({ email_verified, warnings }).toEqual({ email_verified: true, warnings: [] });
    },
  );

  it.each([
    'elsewhere.example',
    'evil-corp.example',
    'sub.corp.example',
    'corp.example.evil.example',
  ])('one in %s is not, and the answer warns of what refuses it', async (domain) => {
    const { email_verified, warnings } = await create({ email: `${unique()}@${domain}` });
    expect(email_verified).toBe(false);
    expect(warnings).toEqual([warned]);
    expect(warnings[0].detail).toContain('oauth2-proxy');
  });

  it('what the admin says counts, and who has no address is not warned of', async () => {
    const email = `${unique()}@corp.example`;
    expect((await create({ email, email_verified: false })).email_verified).toBe(false);
    const other = `${unique()}@elsewhere.example`;
    expect((await create({ email: other, email_verified: true })).warnings).toEqual([]);
    expect((await create({})).warnings).toEqual([]);
  });

  it('I21 a changed address is judged anew', async () => {
    const { sub } = await create({ email: `${unique()}@corp.example` });
    const change = async (email: string) =>
      (await world.admin.patch(`/users/${sub}`, { email })).json;
    const away = await change(`${unique()}@elsewhere.example`);
    expect([away.email_verified, away.warnings]).toEqual([false, [warned]]);
    const back = await change(`${unique()}@corp.example`);
    expect([back.email_verified, back.warnings]).toEqual([true, []]);
  });

  it('is in the ID token of an application', async () => {
    const user = await world.createUser({ email: `${unique()}@corp.example` });
    const client = await world.registerClient();
    const { id_token } = await world.tokens({ client, user, scope: 'openid email' });
    expect(decodeJwt(String(id_token))['email_verified']).toBe(true);
  });
});
