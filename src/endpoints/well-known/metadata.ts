import { Injectable } from '@nestjs/common';
import { RequestRules, ResponseTypeRegistry, responseModes } from '#endpoints/authorize';
import { endpointsOf, RegistrableValues } from '#registry/clients';
import { Config } from '#platform/config';
import { LANGUAGES } from '#platform/texts';
import {
  CLAIMS_OF_SCOPES,
  CLIENT_SIGNING_ALGORITHMS,
  CONTENT_ENCRYPTION_ALGORITHMS,
  OIDC_SCOPES,
  REQUEST_OBJECT_ENCRYPTION_ALGORITHMS,
  RESPONSE_ENCRYPTION_ALGORITHMS,
  SUBJECT_TYPES,
  TOKEN_ENDPOINT_AUTH_METHODS,
} from '#protocol';

/** What ID tokens say of the sign-in, whoever it was (OIDC Core §2). */
const ID_TOKEN_CLAIMS = ['sub', 'auth_time', 'acr', 'amr', 'sid'];

/** The ways of an authorization request (RFC 9101 §10.5, RFC 9126 §5; OIDC Discovery §3). */
const REQUESTS = {
  request_parameter_supported: true,
  request_uri_parameter_supported: true,
  require_request_uri_registration: true,
  require_signed_request_object: false,
  request_object_signing_alg_values_supported: CLIENT_SIGNING_ALGORITHMS,
  request_object_encryption_alg_values_supported: REQUEST_OBJECT_ENCRYPTION_ALGORITHMS,
  request_object_encryption_enc_values_supported: CONTENT_ENCRYPTION_ALGORITHMS,
  require_pushed_authorization_requests: false,
};

/** Everything a client can find out about us (RFC 8414 §2; OIDC Discovery §3), from the registries. */
@Injectable()
export class Metadata {
  constructor(
    private readonly config: Config,
    private readonly registrable: RegistrableValues,
    private readonly responseTypes: ResponseTypeRegistry,
    private readonly rules: RequestRules,
  ) {}

  async describe(): Promise<Record<string, unknown>> {
    const confidential = TOKEN_ENDPOINT_AUTH_METHODS.filter((method) => method !== 'none');
    return {
      issuer: this.config.issuer,
      ...endpointsOf(this.config),
      scopes_supported: OIDC_SCOPES,
      response_types_supported: this.responseTypes.names(),
      response_modes_supported: [...responseModes.keys()],
      grant_types_supported: [...this.registrable.grantTypes.keys()].sort(),
      subject_types_supported: SUBJECT_TYPES,
      id_token_signing_alg_values_supported: CLIENT_SIGNING_ALGORITHMS,
      id_token_encryption_alg_values_supported: RESPONSE_ENCRYPTION_ALGORITHMS,
      id_token_encryption_enc_values_supported: CONTENT_ENCRYPTION_ALGORITHMS,
      userinfo_signing_alg_values_supported: CLIENT_SIGNING_ALGORITHMS,
      userinfo_encryption_alg_values_supported: RESPONSE_ENCRYPTION_ALGORITHMS,
      userinfo_encryption_enc_values_supported: CONTENT_ENCRYPTION_ALGORITHMS,
      token_endpoint_auth_methods_supported: TOKEN_ENDPOINT_AUTH_METHODS,
      token_endpoint_auth_signing_alg_values_supported: CLIENT_SIGNING_ALGORITHMS,
      introspection_endpoint_auth_methods_supported: confidential,
      introspection_endpoint_auth_signing_alg_values_supported: CLIENT_SIGNING_ALGORITHMS,
      revocation_endpoint_auth_methods_supported: TOKEN_ENDPOINT_AUTH_METHODS,
      revocation_endpoint_auth_signing_alg_values_supported: CLIENT_SIGNING_ALGORITHMS,
      code_challenge_methods_supported: ['S256'],
      claim_types_supported: ['normal'],
      claims_supported: [...ID_TOKEN_CLAIMS, ...CLAIMS_OF_SCOPES],
      claims_parameter_supported: true,
      acr_values_supported: [...this.registrable.acrValues],
      display_values_supported: ['page', 'popup', 'touch'],
      ui_locales_supported: [...LANGUAGES],
      ...REQUESTS,
      prompt_values_supported: await this.rules.promptValues(),
      authorization_response_iss_parameter_supported: true,
      ...(this.config.clientIdDocuments === 'off'
        ? {}
        : { client_id_metadata_document_supported: true }),
      frontchannel_logout_supported: true,
      frontchannel_logout_session_supported: true,
      backchannel_logout_supported: true,
      backchannel_logout_session_supported: true,
      service_documentation: this.config.url('/docs'),
    };
  }
}
