import type { ClientMetadataInput } from '../metadata/client-metadata.js';

/** What clients of one kind, or one program by others, are registered as. */
export interface ClientPreset {
  readonly summary: string;
  readonly metadata: ClientMetadataInput;
  /** Where people come back to; `{url}` is where the program is at home. */
  readonly redirect_uris?: readonly string[];
  /** Where the program is, in examples. */
  readonly url?: string;
  /** What is written into its own settings, under its own names. */
  readonly settings?: Readonly<Record<string, string>>;
}

const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';
const CODE = ['authorization_code', 'refresh_token'];

/** Every preset; another is a line more. The settings are those of the programs' own documentation. */
export const CLIENT_PRESETS = presets({
  web: {
    summary: 'A web application with a server, which keeps a secret',
    metadata: { client_name: 'Web application', grant_types: CODE },
    ...{ redirect_uris: ['{url}/callback'], url: 'https://app.example.com' },
  },
  spa: {
    summary: 'An application in the browser, which cannot keep a secret',
    metadata: {
      ...{ client_name: 'Browser application', token_endpoint_auth_method: 'none' },
      grant_types: CODE,
    },
    ...{ redirect_uris: ['{url}/callback'], url: 'https://app.example.com' },
  },
  native: {
    summary: 'An application on a phone or a desktop',
    metadata: {
      ...{ client_name: 'Native application', application_type: 'native', grant_types: CODE },
      token_endpoint_auth_method: 'none',
    },
    redirect_uris: ['http://127.0.0.1/callback'],
  },
  machine: {
    summary: 'A service that acts in its own name',
    metadata: { client_name: 'Service', grant_types: ['client_credentials'], response_types: [] },
  },
  device: {
    summary: 'A device without a keyboard or a browser',
    metadata: {
      ...{ client_name: 'Device', application_type: 'native', token_endpoint_auth_method: 'none' },
      ...{ grant_types: [DEVICE_CODE, 'refresh_token'], response_types: [] },
    },
  },
  mcp: {
    summary: 'A program that speaks MCP and does not register itself',
    metadata: {
      ...{ client_name: 'MCP client', application_type: 'native', grant_types: CODE },
      token_endpoint_auth_method: 'none',
    },
    redirect_uris: ['http://127.0.0.1/callback', 'http://localhost/callback'],
  },
  kubernetes: {
    summary: 'kubectl with kubelogin; the API server checks ID tokens',
    metadata: {
      ...{ client_name: 'Kubernetes', application_type: 'native', grant_types: CODE },
      ...{ token_endpoint_auth_method: 'none', id_token_claims: 'scope' },
    },
    redirect_uris: ['http://localhost:8000', 'http://localhost:18000'],
    settings: {
      'kube-apiserver --oidc-issuer-url': '{issuer}',
      'kube-apiserver --oidc-client-id': '{client_id}',
      'kube-apiserver --oidc-username-claim': 'email',
      'kubelogin --oidc-issuer-url': '{issuer}',
      'kubelogin --oidc-client-id': '{client_id}',
      'kubelogin --oidc-extra-scope': 'email',
    },
  },
  grafana: {
    summary: 'Grafana, generic OAuth',
    metadata: { client_name: 'Grafana', grant_types: CODE },
    ...{ redirect_uris: ['{url}/login/generic_oauth'], url: 'https://grafana.example.com' },
    settings: {
      GF_AUTH_GENERIC_OAUTH_ENABLED: 'true',
      GF_AUTH_GENERIC_OAUTH_CLIENT_ID: '{client_id}',
      GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET: '{client_secret}',
      GF_AUTH_GENERIC_OAUTH_SCOPES: 'openid profile email offline_access',
      GF_AUTH_GENERIC_OAUTH_AUTH_URL: '{authorization_endpoint}',
      GF_AUTH_GENERIC_OAUTH_TOKEN_URL: '{token_endpoint}',
      GF_AUTH_GENERIC_OAUTH_API_URL: '{userinfo_endpoint}',
      GF_AUTH_GENERIC_OAUTH_USE_PKCE: 'true',
      GF_AUTH_GENERIC_OAUTH_USE_REFRESH_TOKEN: 'true',
    },
  },
  gitlab: {
    summary: 'GitLab, OmniAuth openid_connect',
    metadata: { client_name: 'GitLab', grant_types: CODE },
    redirect_uris: ['{url}/users/auth/openid_connect/callback'],
    url: 'https://gitlab.example.com',
    settings: {
      'args.issuer': '{issuer}',
      'args.discovery': 'true',
      'args.scope': 'openid profile email',
      'args.uid_field': 'sub',
      'args.pkce': 'true',
      'args.client_auth_method': 'basic',
      'args.client_options.identifier': '{client_id}',
      'args.client_options.secret': '{client_secret}',
      'args.client_options.redirect_uri': '{redirect_uri}',
    },
  },
  'oauth2-proxy': {
    summary: 'oauth2-proxy, before an application that knows no sign-in',
    metadata: { client_name: 'oauth2-proxy', grant_types: CODE },
    ...{ redirect_uris: ['{url}/oauth2/callback'], url: 'https://app.example.com' },
    settings: {
      '--provider': 'oidc',
      '--oidc-issuer-url': '{issuer}',
      '--client-id': '{client_id}',
      '--client-secret': '{client_secret}',
      '--redirect-url': '{redirect_uri}',
      '--code-challenge-method': 'S256',
      '--scope': 'openid profile email offline_access',
    },
  },
  vault: {
    summary: 'HashiCorp Vault, in the browser and by vault login -method=oidc',
    metadata: { client_name: 'Vault', grant_types: CODE },
    redirect_uris: [
      '{url}/ui/vault/auth/oidc/oidc/callback',
      'http://localhost:8250/oidc/callback',
    ],
    url: 'https://vault.example.com',
    settings: {
      'auth/oidc/config oidc_discovery_url': '{issuer}',
      'auth/oidc/config oidc_client_id': '{client_id}',
      'auth/oidc/config oidc_client_secret': '{client_secret}',
      'auth/oidc/role/<name> user_claim': 'sub',
      'auth/oidc/role/<name> oidc_scopes': 'profile,email',
      'auth/oidc/role/<name> allowed_redirect_uris': '{redirect_uris}',
    },
  },
  argocd: {
    summary: 'Argo CD',
    metadata: { client_name: 'Argo CD', grant_types: CODE },
    ...{ redirect_uris: ['{url}/auth/callback'], url: 'https://argocd.example.com' },
    settings: {
      'argocd-cm oidc.config issuer': '{issuer}',
      'argocd-cm oidc.config clientID': '{client_id}',
      'argocd-secret oidc.gatehouse.clientSecret': '{client_secret}',
      'argocd-cm oidc.config clientSecret': '$oidc.gatehouse.clientSecret',
      'argocd-cm oidc.config requestedScopes': '["openid","profile","email"]',
    },
  },
  jenkins: {
    summary: 'Jenkins, OpenId Connect Authentication plugin',
    metadata: { client_name: 'Jenkins', grant_types: CODE },
    ...{ redirect_uris: ['{url}/securityRealm/finishLogin'], url: 'https://jenkins.example.com' },
    settings: {
      wellKnownOpenIDConfigurationUrl: '{discovery}',
      clientId: '{client_id}',
      clientSecret: '{client_secret}',
    },
  },
  harbor: {
    summary: 'Harbor',
    metadata: { client_name: 'Harbor', grant_types: CODE },
    ...{ redirect_uris: ['{url}/c/oidc/callback'], url: 'https://harbor.example.com' },
    settings: {
      oidc_endpoint: '{issuer}',
      oidc_client_id: '{client_id}',
      oidc_client_secret: '{client_secret}',
      oidc_scope: 'openid,profile,email,offline_access',
    },
  },
});

export type ClientPresetName = keyof typeof CLIENT_PRESETS;
export const CLIENT_PRESET_NAMES = Object.keys(CLIENT_PRESETS) as ClientPresetName[];

/** A preset by its name. */
export function clientPreset(name: ClientPresetName): ClientPreset {
  return CLIENT_PRESETS[name];
}

function presets<Name extends string>(table: Readonly<Record<Name, ClientPreset>>) {
  return table;
}
