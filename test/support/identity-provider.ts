import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import type { Answer } from './answer.js';
import { atEndOfFile } from './end-of-file.js';
import { Browser } from './browser.js';
import { freePort } from './free-port.js';
import type { World } from './world.js';

/** Who signs in there next. */
export interface ElsewhereAccount {
  readonly sub: string;
  readonly [claim: string]: unknown;
}

/** `oidc-provider` in a process of its own, registered here under `id`. */
export class OidcProviderProcess {
  private constructor(
    readonly id: string,
    readonly issuer: string,
    /** As it was registered here. */
    readonly registration: object,
  ) {}

  /** @param settings of it at Gatehouse */
  static async start(world: World, settings: object = {}): Promise<OidcProviderProcess> {
    const port = await freePort();
    const id = `p${randomBytes(4).toString('hex')}`;
    const issuer = `http://localhost:${port}`;
    const secret = randomBytes(16).toString('hex');
    const registration = {
      ...{ id, name: 'Elsewhere', issuer, client_id: 'gatehouse', client_secret: secret },
      ...settings,
    };
    const registered = await world.admin.create('/identity-providers', registration);
    const client = {
      ...{ client_id: 'gatehouse', client_secret: secret },
      redirect_uris: [registered.redirect_uri],
      backchannel_logout_uri: registered.backchannel_logout_uri,
      backchannel_logout_session_required: true,
      post_logout_redirect_uris: [registered.post_logout_redirect_uri],
    };
    const script = 'test/fixtures/upstream/oidc-provider.js';
    const child = spawn(process.execPath, [script, String(port), JSON.stringify([client])]);
    atEndOfFile(async () => {
      const exited = once(child, 'exit');
      child.kill();
      await exited;
    });
    let output = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stdout.setEncoding('utf8');
    await Promise.race([
      once(child.stdout, 'data'),
      once(child, 'exit').then(() => {
        throw new Error(output);
      }),
    ]);
    return new OidcProviderProcess(id, issuer, registration);
  }

  async next(account: ElsewhereAccount): Promise<void> {
    await fetch(`${this.issuer}/next`, { method: 'POST', body: JSON.stringify(account) });
  }

  /**
   * Walks from where Gatehouse sent a browser to where the provider sends it back.
   * @param there the cookies of the provider in that browser
   */
  async visit(away: Answer, there: Browser = new Browser(this.issuer)): Promise<URL> {
    const url = away.location;
    if (url === undefined) throw new Error(`not sent away: ${away.summary()}`);
    const end = await there.follow(await there.get(url));
    if (end.location === undefined) throw new Error(`not sent back: ${end.summary()}`);
    return end.location;
  }
}
