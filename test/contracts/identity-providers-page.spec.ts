import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { startOwnWorld } from '../support/application.js';

const page = readFileSync('docs/identity-providers.md', 'utf8');
const commands = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, text = '']) => text);

it('docs/identity-providers: every command does what it says', async () => {
  expect(commands.length).toBeGreaterThan(5);
  const world = await startOwnWorld();
  for (const command of commands) {
    const [, method = '', path = ''] = /curl -X (\w+) "\$ISSUER\/admin([^"]+)"/.exec(command) ?? [];
    const [, body] = /-d '([^']+)'/.exec(command) ?? [];
    const answer = await world.admin.call(method, path, body && JSON.parse(body));
    expect([path, answer.status]).toEqual([path, path.endsWith('/test') ? 200 : 201]);
    // Both are said on the page.
    const { id, redirect_uri, backchannel_logout_uri } = answer.json;
    if (id === undefined) continue;
    expect([redirect_uri, backchannel_logout_uri]).toEqual([
      ...[`${world.issuer}/upstream/${id}/callback`],
      `${world.issuer}/upstream/${id}/backchannel-logout`,
    ]);
  }
});

it('docs/identity-providers names every member that it speaks of as the API does', async () => {
  const world = await startOwnWorld();
  const { components } = (await world.get('/openapi.json')).json;
  const members = Object.keys(components.schemas.CreateIdentityProviderRequest.properties);
  for (const name of [
    ...['domains', 'owns_domains', 'provisioning', 'trust_amr', 'claims', 'sync', 'groups'],
    'groups_claim',
  ]) {
    expect([name, members.includes(name), page.includes(`\`${name}\``)]).toEqual([
      name,
      true,
      true,
    ]);
  }
});
