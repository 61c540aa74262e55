/** What was just done, in words. A code in the address can pick one of these and say nothing else. */
const NOTICES = {
  'password-changed':
    'Your password is changed. Every other browser is signed out, and applications have to sign you in again.',
  'session-ended': 'The browser is signed out.',
  'consent-withdrawn': 'The application has no access any more.',
} as const;

export type Notice = keyof typeof NOTICES;

export function noticeText(code: string | undefined): string | undefined {
  return code !== undefined && Object.hasOwn(NOTICES, code) ? NOTICES[code as Notice] : undefined;
}

/** The account page, saying `notice`. */
export function accountPath(notice: Notice): string {
  return `/account?notice=${notice}`;
}
