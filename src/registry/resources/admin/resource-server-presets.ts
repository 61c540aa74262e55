import type { ResourceServerSettings } from './resource-server.request.js';

/** As what an API is registered that is written with one framework. */
export interface ResourceServerPreset {
  readonly summary: string;
  readonly members: Pick<
    ResourceServerSettings,
    'access_token_signing_alg' | 'access_token_type_header' | 'open_to'
  >;
  /** What is written into the settings of the framework, under its own names. */
  readonly settings: Readonly<Record<string, string>>;
}

/** What every validator takes (RFC 9068 §2.1), and the only type that some know. */
const COMPATIBLE = { access_token_signing_alg: 'RS256', access_token_type_header: 'JWT' } as const;
const RFC9068 = { access_token_signing_alg: 'ES256', access_token_type_header: 'at+jwt' } as const;

/** Every preset; another is a line more. */
export const RESOURCE_SERVER_PRESETS = presets({
  spring: {
    summary: 'Spring Security, oauth2ResourceServer().jwt()',
    members: COMPATIBLE,
    settings: {
      'spring.security.oauth2.resourceserver.jwt.issuer-uri': '{issuer}',
      'spring.security.oauth2.resourceserver.jwt.audiences': '{identifier}',
    },
  },
  quarkus: {
    summary: 'Quarkus OIDC',
    members: COMPATIBLE,
    settings: {
      'quarkus.oidc.auth-server-url': '{issuer}',
      'quarkus.oidc.application-type': 'service',
      'quarkus.oidc.token.issuer': '{issuer}',
      'quarkus.oidc.token.audience': '{identifier}',
    },
  },
  nimbus: {
    summary: 'Nimbus JOSE + JWT, DefaultJWTProcessor',
    members: COMPATIBLE,
    settings: {
      'JWKSourceBuilder.create': '{jwks_uri}',
      JWSVerificationKeySelector: 'RS256',
      'DefaultJWTClaimsVerifier aud': '{identifier}',
      'DefaultJWTClaimsVerifier iss': '{issuer}',
    },
  },
  kafka: {
    summary: 'Apache Kafka, SASL/OAUTHBEARER',
    members: COMPATIBLE,
    settings: {
      'sasl.oauthbearer.jwks.endpoint.url': '{jwks_uri}',
      'sasl.oauthbearer.expected.issuer': '{issuer}',
      'sasl.oauthbearer.expected.audience': '{identifier}',
    },
  },
  go: {
    summary: 'Go, github.com/coreos/go-oidc',
    members: RFC9068,
    settings: {
      'oidc.NewProvider issuer': '{issuer}',
      'oidc.Config ClientID': '{identifier}',
      'oidc.Config SupportedSigningAlgs': 'ES256',
    },
  },
  node: {
    summary: 'Node, express-oauth2-jwt-bearer or jose',
    members: RFC9068,
    settings: {
      issuerBaseURL: '{issuer}',
      audience: '{identifier}',
      tokenSigningAlg: 'ES256',
    },
  },
  aspnet: {
    summary: 'ASP.NET Core, AddJwtBearer',
    members: RFC9068,
    settings: {
      'JwtBearerOptions.Authority': '{issuer}',
      'JwtBearerOptions.Audience': '{identifier}',
      'TokenValidationParameters.ValidTypes': 'at+jwt',
    },
  },
  mcp: {
    summary: 'An MCP server, which programs reach that nobody here has heard of',
    members: { ...RFC9068, open_to: 'anybody' },
    settings: { resource_metadata: '{resource_metadata}', issuer: '{issuer}' },
  },
});

export type ResourceServerPresetName = keyof typeof RESOURCE_SERVER_PRESETS;
export const RESOURCE_SERVER_PRESET_NAMES = Object.keys(
  RESOURCE_SERVER_PRESETS,
) as ResourceServerPresetName[];

/** A preset by its name. */
export function resourceServerPreset(name: ResourceServerPresetName): ResourceServerPreset {
  return RESOURCE_SERVER_PRESETS[name];
}

function presets<Name extends string>(table: Readonly<Record<Name, ResourceServerPreset>>) {
  return table;
}
