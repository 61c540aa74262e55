import { Answer } from '../support/answer.js';
import { encode, type Query } from '../support/browser.js';

/** Posts a form exactly as given, without cookies or credentials of its own. */
export async function send(
  { issuer }: { readonly issuer: string },
  path: string,
  fields: Query,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const url = new URL(issuer + path);
  const init = { method: 'POST', headers, body: encode(fields), redirect: 'manual' as const };
  return Answer.read(url, await fetch(url, init));
}

/** Runs `count` of them at the same moment. */
export function inParallel<T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => work(index)));
}

/** What an answer says apart from what is new in every answer. */
export function comparable(answer: Answer) {
  const headers = Object.fromEntries(answer.headers);
  for (const name of ['date', 'x-request-id', 'keep-alive']) delete headers[name];
  const policy = headers['content-security-policy'];
  if (policy !== undefined) {
    headers['content-security-policy'] = policy.replace(/'nonce-[^']*'/, "'nonce-NONCE'");
  }
  return { status: answer.status, headers, body: answer.text };
}
