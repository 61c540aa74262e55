import { beforeAll, expect, it } from '@jest/globals';
import { AdminApi } from '../support/admin-api.js';
import { describeMariadb } from '../support/mariadb.js';
import { startTwoNodes, type TwoNodes } from './two-nodes.js';

describeMariadb("Gatehouse's own roles on two nodes", () => {
  let nodes: TwoNodes;

  beforeAll(async () => {
    nodes = await startTwoNodes();
  }, 60_000);

  const statusesOf = async (api: AdminApi, path: string): Promise<number[]> => {
    const headers = { authorization: `Bearer ${await api.token()}` };
    const asked = nodes.nodes.map(({ issuer }) => fetch(`${issuer}/admin${path}`, { headers }));
    return (await Promise.all(asked)).map(({ status }) => status);
  };

  it('M10 M11 are narrowed and taken with the next request to either node', async () => {
    const { first } = nodes;
    const { id } = await first.admin.create('/groups', { name: 'reached' });
    const [holder, member, stranger] = [
      await first.createUser(),
      await first.createUser({ groups: [id] }),
      await first.createUser(),
    ];
    const path = `/roles/gatehouse-help-desk/users/${holder.sub}`;
    const give = async (body: object) => (await first.admin.call('PUT', path, body)).status;
    expect(await give({})).toBe(204);
    const api = new AdminApi(first.issuer, holder);
    expect(await statusesOf(api, `/users/${stranger.sub}`)).toEqual([200, 200]);
    expect(await give({ groups: [id] })).toBe(204);
    expect(await statusesOf(api, `/users/${stranger.sub}`)).toEqual([404, 404]);
    expect(await statusesOf(api, `/users/${member.sub}`)).toEqual([200, 200]);
    expect((await first.admin.delete(`/groups/${id}/members/${member.sub}`)).status).toBe(204);
    expect(await statusesOf(api, `/users/${member.sub}`)).toEqual([404, 404]);
    expect((await first.admin.delete(path)).status).toBe(204);
    expect(await statusesOf(api, '/users')).toEqual([401, 401]);
  });
});
