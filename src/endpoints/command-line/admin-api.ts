import { type Environment, StartRefused } from '#platform/config';

/** What an operation answered. */
export interface Answered {
  readonly status: number;
  readonly text: string;
}

/** What is sent, which is JSON unless its type is said. */
interface Sent {
  readonly body?: string;
  readonly type?: string;
}

/** The admin API of an installation, which may be elsewhere, as whoever has ADMIN_TOKEN. */
export class AdminApi {
  private readonly address: string;
  private readonly token: string;

  /**
   * @param issuer the URL of the installation
   * @throws StartRefused when it is none, or there is no token
   */
  constructor(issuer: string, { ADMIN_TOKEN: token = '' }: Environment) {
    if (!/^https?:\/\//.test(issuer) || !URL.canParse(issuer)) {
      throw new StartRefused([`${issuer} is no URL of an installation.`]);
    }
    if (token === '') {
      throw new StartRefused(['ADMIN_TOKEN is to be an access token for the admin API.']);
    }
    this.address = `${issuer.replace(/\/$/, '')}/admin`;
    this.token = token;
  }

  /** @throws StartRefused when nobody answers, or the token is not good */
  async call(method: string, path: string, { body, type }: Sent = {}): Promise<Answered> {
    const url = `${this.address}${path}`;
    const headers = {
      authorization: `Bearer ${this.token}`,
      ...(body === undefined ? {} : { 'content-type': type ?? 'application/json' }),
    };
    const init = { method, headers, ...(body === undefined ? {} : { body }) };
    const answer = await fetch(url, init).catch((error: unknown) => {
      throw unreachable(url, error);
    });
    const text = await answer.text();
    if (answer.status !== 401) return { status: answer.status, text };
    throw new StartRefused([
      'ADMIN_TOKEN is not good, or not any more. Take a new one and do it again: what is done stays.',
    ]);
  }
}

function unreachable(url: string, error: unknown): StartRefused {
  const { cause = error } = error as { cause?: unknown };
  const { code, message } = cause as { code?: string; message?: string };
  const reason = code ?? message ?? String(cause);
  return new StartRefused([`Nobody answers at ${url} (${reason}). Is it running there?`]);
}
