import { LoginForm } from '../../../attacks/login-form.js';
import { clock } from '../../clock.js';
import { openDevicePage } from '../../device.js';
import type { Contest } from '../race.js';
import { isChecked } from './outcomes.js';

const FREE_ATTEMPTS = 5;

/** The first second of a window in which nobody has tried anything. */
const freshWindow = (seconds: number) => clock.advance(seconds - (clock.now() % seconds));

export const passwords: Contest = {
  title: 'I08 attempts at a password',
  winners: FREE_ATTEMPTS,
  refusal: '429',
  won: isChecked,
  byTheClock: true,
  async prepare({ world }) {
    const client = await world.registerClient({ first_party: true });
    return async () => {
      const { username } = await world.createUser();
      freshWindow(3600);
      const form = await LoginForm.open(world, client);
      return (n) => form.try(username, `guess number ${n}`);
    };
  },
};

export const userCodes: Contest = {
  title: 'K01 attempts at a user code',
  winners: FREE_ATTEMPTS,
  refusal: '429',
  won: isChecked,
  byTheClock: true,
  async prepare({ world }) {
    const { browser, page } = await openDevicePage(world, await world.createUser());
    const { fields } = page.formWith('device-submit');
    return async () => {
      freshWindow(60);
      return (n) =>
        browser.post('/device', { ...fields, user_code: `ZZZZZZZ${'BCDFGHJKLM'.charAt(n % 10)}` });
    };
  },
};
