import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import * as client from 'openid-client';
import { atEndOfFile } from '../support/end-of-file.js';
import type { RegisteredClient } from '../support/registered-client.js';

const SCOPE = 'openid profile photos:read';

interface Pending {
  readonly pkceCodeVerifier: string;
  readonly expectedState: string;
  readonly expectedNonce: string;
}

/** What an application remembers of the one person who uses it in a test. */
interface SignedIn {
  readonly subject: string;
  accessToken: string;
  refreshToken: string;
}

/**
 * An application that shows a person's photos: openid-client for the protocol, a page for the
 * browser. It serves one person at a time, which is all that a test needs.
 */
export class PhotoWall {
  private pending: Pending | undefined;
  private person: SignedIn | undefined;

  private constructor(
    private readonly configuration: client.Configuration,
    private readonly origin: string,
    private readonly library: string,
  ) {}

  static async start(
    issuer: string,
    { client_id, client_secret = '' }: RegisteredClient,
    origin: string,
    library: string,
  ): Promise<PhotoWall> {
    const authentication = client.ClientSecretBasic(client_secret);
    const configuration = await client.discovery(
      new URL(issuer),
      client_id,
      undefined,
      authentication,
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- only marked so, to be noticed
      { execute: [client.allowInsecureRequests] },
    );
    const wall = new PhotoWall(configuration, origin, library);
    await wall.listen();
    return wall;
  }

  /** Who signed in last. */
  get signedIn(): SignedIn {
    if (this.person === undefined) throw new Error('Nobody signed in.');
    return this.person;
  }

  get signInUrl(): string {
    return `${this.origin}/sign-in`;
  }

  userinfo(): Promise<client.UserInfoResponse> {
    const { accessToken, subject } = this.signedIn;
    return client.fetchUserInfo(this.configuration, accessToken, subject);
  }

  /** Exchanges the refresh token; afterwards the new access token is in use. */
  async refresh(): Promise<void> {
    const person = this.signedIn;
    const tokens = await client.refreshTokenGrant(this.configuration, person.refreshToken);
    person.accessToken = tokens.access_token;
    person.refreshToken = tokens.refresh_token ?? person.refreshToken;
  }

  revoke(): Promise<void> {
    return client.tokenRevocation(this.configuration, this.signedIn.refreshToken);
  }

  /** The titles of the person's photos, asked of the API with the access token in use. */
  async photos(): Promise<string[]> {
    const url = new URL(`${this.library}/photos`);
    const { accessToken } = this.signedIn;
    const { configuration } = this;
    const response = await client.fetchProtectedResource(configuration, accessToken, url, 'GET');
    const { photos } = (await response.json()) as { photos: { title: string }[] };
    return photos.map(({ title }) => title);
  }

  private async begin(): Promise<URL> {
    const pkceCodeVerifier = client.randomPKCECodeVerifier();
    const [expectedState, expectedNonce] = [client.randomState(), client.randomNonce()];
    this.pending = { pkceCodeVerifier, expectedState, expectedNonce };
    return client.buildAuthorizationUrl(this.configuration, {
      redirect_uri: `${this.origin}/callback`,
      scope: SCOPE,
      state: expectedState,
      nonce: expectedNonce,
      code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
    });
  }

  private async complete(callback: URL): Promise<string> {
    const { pending } = this;
    this.pending = undefined;
    if (pending === undefined) return page('Opened out of turn', []);
    const tokens = await client.authorizationCodeGrant(this.configuration, callback, {
      ...pending,
      idTokenExpected: true,
    });
    this.person = {
      subject: tokens.claims()?.sub ?? '',
      accessToken: tokens.access_token,
      refreshToken: tokens.refresh_token ?? '',
    };
    return page('Your photos', await this.photos());
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.origin);
    if (url.pathname === '/sign-in') {
      response.writeHead(303, { location: (await this.begin()).href }).end();
      return;
    }
    if (url.pathname !== '/callback') {
      response.writeHead(404).end();
      return;
    }
    const html = await this.complete(url).catch((error: unknown) => {
      const { error: code } = error as { error?: string };
      return page(code ?? String(error), []);
    });
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
  }

  private async listen(): Promise<void> {
    const server: Server = createServer((request, response) => void this.answer(request, response));
    const { hostname, port } = new URL(this.origin);
    await new Promise<void>((resolve) => server.listen(Number(port), hostname, resolve));
    atEndOfFile(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
  }
}

const page = (title: string, photos: readonly string[]): string =>
  `<!doctype html><html lang="en"><title>Photo wall</title><h1>${title}</h1>` +
  `<ul>${photos.map((photo) => `<li class="photo">${photo}</li>`).join('')}</ul></html>`;
