import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { atEndOfFile } from './end-of-file.js';
import { freePort } from './free-port.js';

/** What it says to a recipient: null takes the mail. */
export type Verdict = (
  address: string,
  attempt: number,
) => Promise<SmtpError | null> | SmtpError | null;

export class SmtpError extends Error {
  constructor(
    readonly responseCode: number,
    message: string,
  ) {
    super(message);
  }
}

export interface Received {
  readonly to: readonly string[];
  readonly from: string;
  readonly raw: string;
  readonly mail: ParsedMail;
}

/** A mail server that keeps what it is given, and refuses when it is told to. */
export class MailSink {
  readonly received: Received[] = [];
  verdict: Verdict = () => null;
  attempts = 0;
  private server: SMTPServer | undefined;

  constructor(
    readonly port: number,
    private readonly options: SMTPServerOptions,
  ) {}

  async start(): Promise<void> {
    const server = new SMTPServer({
      authOptional: true,
      closeTimeout: 100,
      disabledCommands: this.options.secure || this.options.key ? [] : ['STARTTLS'],
      ...this.options,
      onRcptTo: ({ address }, _session, done) => {
        this.attempts += 1;
        void Promise.resolve(this.verdict(address, this.attempts)).then((error) => {
          done(error ?? undefined);
        });
      },
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const raw = Buffer.concat(chunks).toString('utf8');
          const { mailFrom, rcptTo } = session.envelope;
          void simpleParser(raw).then((mail) => {
            this.received.push({
              ...{ raw, mail, to: rcptTo.map(({ address }) => address) },
              from: mailFrom === false ? '' : mailFrom.address,
            });
            done();
          });
        });
      },
    });
    server.on('error', () => undefined);
    this.server = server;
    server.listen(this.port, '127.0.0.1');
    await once(server.server, 'listening');
  }

  async stop(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (server !== undefined) await new Promise<void>((resolve) => server.close(resolve));
  }

  get url(): string {
    return `smtp://127.0.0.1:${String(this.port)}?tls=none`;
  }

  /** All that was sent to an address, once there are as many. */
  async to(address: string, count = 1, within = 10_000): Promise<Received[]> {
    const found = () => this.received.filter(({ to }) => to.includes(address));
    const deadline = performance.now() + within;
    while (found().length < count && performance.now() < deadline) await sleep(20);
    if (found().length < count) {
      throw new Error(`${found().length} of ${count} mails to ${address} came`);
    }
    return found();
  }
}

export async function startMailSink(options: SMTPServerOptions = {}): Promise<MailSink> {
  const sink = new MailSink(await freePort(), options);
  await sink.start();
  atEndOfFile(() => sink.stop());
  return sink;
}

/** The environment of a server that mails to this sink. */
export function mailingTo(sink: MailSink): Record<string, string> {
  return { SMTP_URL: sink.url, MAIL_FROM: 'Example <sso@example.com>' };
}

/** The path and query of the n-th link in the text of a mail. */
export function linkIn({ mail }: Received, index = 0): string {
  const found = [...(mail.text ?? '').matchAll(/https?:\/\/\S+\?link=\S+/g)][index]?.[0];
  if (found === undefined) throw new Error(`no link in: ${mail.text ?? ''}`);
  const { pathname, search } = new URL(found);
  return pathname + search;
}
