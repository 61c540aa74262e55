import { type Texts, textsFor } from '#platform/texts';

/** What was just done. A code in the address can pick one of these and say nothing else. */
export type Notice = keyof Texts['account']['notices'];

export function noticeText(code: string | undefined): string | undefined {
  const { notices } = textsFor().account;
  return code !== undefined && Object.hasOwn(notices, code) ? notices[code as Notice] : undefined;
}

/** The account page, saying `notice`. */
export function accountPath(notice: Notice): string {
  return `/account?notice=${notice}`;
}
