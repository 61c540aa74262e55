import { readFileSync } from 'node:fs';
import { DocumentBuilder, type OpenAPIObject, type SecuritySchemeObject } from '@nestjs/swagger';
import type { Config } from '#platform/config';
import { textsFor } from '#platform/texts';
import type { ResourceServer } from '#registry/resources';
import { TAGS } from './tags.js';

const DESCRIPTION = `Gatehouse is an OAuth 2 authorization server and an OpenID Provider.

People and applications get access tokens here; the admin API manages who may get which. Management
errors are problem details (RFC 9457), protocol errors are those of RFC 6749 §5.2.`;

const { version } = JSON.parse(
  readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
) as { version: string };

/** What both documents have in common: everything but the operations. */
export function documentHeader(
  config: Config,
  own: readonly ResourceServer[],
): Omit<OpenAPIObject, 'paths'> {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.0.3')
    .setTitle('Gatehouse')
    .setDescription(DESCRIPTION)
    .setVersion(version)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer(config.issuer)
    .addOAuth2(signIn(config, own), 'gatehouse')
    .addBasicAuth(
      {
        type: 'http',
        scheme: 'basic',
        description: 'A client: its client_id and client_secret (RFC 6749 §2.3.1).',
      },
      'client_secret_basic',
    )
    .addBearerAuth(
      { type: 'http', scheme: 'bearer', description: 'Any access token, pasted (RFC 6750).' },
      'bearer',
    );
  for (const [name, description] of TAGS) builder.addTag(name, description);
  return builder.build();
}

function signIn(config: Config, own: readonly ResourceServer[]): SecuritySchemeObject {
  const ownScopes = Object.fromEntries(own.flatMap((server) => [...server.scopes]));
  return {
    type: 'oauth2',
    description: 'Sign in at Gatehouse. Admins get the scopes of the admin API.',
    flows: {
      authorizationCode: {
        authorizationUrl: config.url('/authorize'),
        tokenUrl: config.url('/token'),
        refreshUrl: config.url('/token'),
        scopes: { ...ownScopes, ...textsFor().scopes.ofOpenId },
      },
    },
  };
}
