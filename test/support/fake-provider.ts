import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { RelyingParty } from './relying-party.js';

type KeyPair = Awaited<ReturnType<typeof generateKeyPair>>;

/** An identity provider that says whatever it is told to. */
export class FakeProvider {
  /** Changes the claims of the next ID tokens. */
  spoil: (claims: JWTPayload) => JWTPayload = (claims) => claims;
  /** How ID tokens are signed. */
  signature: 'its key' | 'another key' | 'none' = 'its key';
  subject = 'somebody';
  userinfoSubject: string | undefined;

  private constructor(
    readonly issuer: string,
    private readonly keys: KeyPair,
    private readonly others: KeyPair,
  ) {}

  static async start(): Promise<FakeProvider> {
    const server = await RelyingParty.start();
    const at = server.origin;
    const [keys, others] = await Promise.all([generateKeyPair('ES256'), generateKeyPair('ES256')]);
    const provider = new FakeProvider(at, keys, others);
    const json = (path: string, answer: (code: string) => unknown) =>
      server.behaviours.set(path, ({ fields }, response) => {
        void Promise.resolve(answer(fields['code'] ?? '')).then((body) => {
          response.writeHead(200, { 'content-type': 'application/json' });
          response.end(JSON.stringify(body));
        });
      });
    json('/.well-known/openid-configuration', () => ({
      ...{ issuer: at, authorization_endpoint: `${at}/authorize`, token_endpoint: `${at}/token` },
      ...{ jwks_uri: `${at}/jwks`, userinfo_endpoint: `${at}/userinfo` },
      id_token_signing_alg_values_supported: ['ES256'],
    }));
    json('/jwks', async () => ({
      keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'k', alg: 'ES256', use: 'sig' }],
    }));
    json('/userinfo', () => ({ sub: provider.userinfoSubject ?? provider.subject }));
    server.behaviours.set('/authorize', ({ url }, response) => {
      const back = new URL(url.searchParams.get('redirect_uri') ?? '');
      // The nonce is handed through as the code.
      back.searchParams.set('code', url.searchParams.get('nonce') ?? '');
      back.searchParams.set('state', url.searchParams.get('state') ?? '');
      response.writeHead(302, { location: back.href }).end();
    });
    json('/token', async (nonce) => {
      const now = Math.floor(Date.now() / 1000);
      const sound = { sub: provider.subject, nonce, sid: 'there', iat: now, exp: now + 60 };
      const claims = provider.spoil({ iss: at, aud: 'gatehouse', ...sound });
      return { access_token: 'at', token_type: 'Bearer', id_token: await provider.sign(claims) };
    });
    return provider;
  }

  async sign(claims: JWTPayload, typ = 'JWT'): Promise<string> {
    const { privateKey } = this.signature === 'another key' ? this.others : this.keys;
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', kid: 'k', typ })
      .sign(privateKey);
    if (this.signature !== 'none') return token;
    const head = Buffer.from('{"alg":"none"}').toString('base64url');
    return `${head}.${token.split('.')[1] ?? ''}.`;
  }
}
