import { linkIn, type MailSink } from '../../support/mail-sink.js';
import type { Answer } from '../../support/answer.js';
import type { Browser } from '../../support/browser.js';
import { unique, type World } from '../../support/world.js';

export const PASSWORD = 'a door of one’s own';

export const someAddress = () => `new-${unique()}@people.example`;

/** Lets people make accounts by themselves. */
export async function openSignUp(world: World, settings: Record<string, unknown> = {}) {
  await world.admin.patch('/settings/limits', {
    ...{ mails_of_address_per_hour: 10_000, mails_per_hour: 1_000_000 },
  });
  const changed = await world.admin.patch('/settings/sign-up', {
    ...{ enabled: 'on', domains: null, groups: null, approval: null, ...settings },
  });
  if (changed.status !== 200) throw new Error(changed.summary());
}

/** Asks for an account on the page that this browser shows. */
export function askFor(browser: Browser, page: Answer, email: string): Promise<Answer> {
  return browser.click(page, 'sign-up-submit', { email });
}

/** The link that is mailed to an address next. */
export async function linkFor(
  sink: MailSink,
  email: string,
  ask: () => Promise<unknown>,
): Promise<string> {
  const before = sink.received.filter(({ to }) => to.includes(email)).length;
  await ask();
  return linkIn((await sink.to(email, before + 1))[before]!);
}

export const chosen = (password = PASSWORD) => ({
  ...{ new_password: password, repeat_password: password },
});

/** Makes an account from nothing, in this browser. */
export async function signUp(
  world: World,
  sink: MailSink,
  { email = someAddress(), browser = world.browser(), name = '', password = PASSWORD } = {},
): Promise<{ email: string; browser: Browser; link: string; done: Answer }> {
  const link = await linkFor(sink, email, async () =>
    askFor(browser, await browser.get('/sign-up'), email),
  );
  const page = await browser.get(link);
  const done = await browser.click(page, 'confirm-submit', { ...chosen(password), name });
  return { email, browser, link, done };
}
