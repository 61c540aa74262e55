import { type Config, loadConfig, StartRefused } from '#platform/config';
import { ITSELF } from '#platform/changes';
import { Transactions } from '#platform/database';
import { Links } from '#platform/links';
import { isAdmin, PasswordLinks, RESET, type User, UserRepository } from '#people/users';
import { type Command, QUIET } from './command.js';

/** A way back for whoever can reach the database and its key: who has both is trusted with everything. */
export const resetAdmin: Command = {
  takes: '[username]',
  about:
    'print a link, good once and for 15 minutes, to a new password of an admin, without second factors',
  words: [0, 1],
  async run({ positionals: [username] }, { environment, print, withModules }) {
    const config = loadConfig({ ...environment, ...QUIET }, 'guest');
    await withModules(config, async (modules) => {
      const users = modules.get(UserRepository, { strict: false });
      const user = await find(users, config, username);
      const links = modules.get(PasswordLinks, { strict: false });
      const id = await modules
        .get(Transactions, { strict: false })
        .run((manager) => links.make(manager, RESET, user, ITSELF));
      const link = modules.get(Links, { strict: false }).addressOf(RESET, id);
      const minutes = String(RESET.lifetime / 60);
      print(`A new password for ${user.username}, within ${minutes} minutes, at:\n\n  ${link}\n`);
    });
  },
};

async function find(
  users: UserRepository,
  { adminUsername }: Config,
  username: string | undefined,
): Promise<User> {
  const user = await users.findByLogin(username ?? adminUsername);
  if (user !== undefined && isAdmin(user) && !user.disabled) return user;
  const names = (await users.enabledAdmins()).map((admin) => admin.username).join(', ');
  throw new StartRefused([
    `${JSON.stringify(username ?? adminUsername)} is no admin who can sign in. Name one of: ${names}`,
  ]);
}
