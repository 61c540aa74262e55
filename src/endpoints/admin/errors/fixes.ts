import type { Check } from '#protocol';

/** How to mend what each check refuses. */
export const FIXES: Readonly<Record<Check, string>> = {
  account: 'Ask without prompt=none, so that the person can choose an account.',
  'acting-party':
    'Send an actor_token of this client, and see may_act of the subject and token_exchange of the client.',
  admission:
    'Put the person into one of the allowed_groups of the client, or add a group of theirs to it.',
  admissions: 'Ask an admin for an initial access token that is in force and not used up.',
  'authorization-code':
    'Redeem each code once, at once, by the client that asked for it; a code that comes twice ends its tokens.',
  'basic-credentials':
    'Send Basic and the base64 of client_id:client_secret, each form-encoded before.',
  'bearer-assertions':
    'Compare iss, aud, exp and jti of the assertion with the registered assertion issuer, and its key with the JWKS of that.',
  'bearer-token': 'Send Authorization: Bearer and one token, and none in the body.',
  claims: 'Ask for an acr that acr_values_supported names, or make it voluntary.',
  'claims-request': 'Send a JSON object with the members userinfo or id_token.',
  client: 'Compare the client_id with GET /admin/clients, and see whether the client is disabled.',
  'client-assertions':
    'Send a JWT of the client as client_assertion, with the client_assertion_type that goes with it.',
  'client-authentication': 'Send parameters in the body of the POST, never in its address.',
  'client-authenticator':
    'Compare token_endpoint_auth_method of the client with what it does, and its secrets or keys with the registered ones.',
  'client-documents':
    'Serve the document at the client_id itself, as JSON, with that client_id and sound redirect_uris; see CLIENT_ID_DOCUMENTS.',
  'client-credentials': 'Leave out openid and its kin, or let a person sign in at /authorize.',
  'client-registrations':
    'Use the registration_access_token that the client was given when it registered.',
  'code-challenge':
    'Send code_challenge and code_challenge_method=S256: the client has to use PKCE.',
  'code-verifier':
    'Send the code_verifier that belongs to the code_challenge of this very request; look for a session of the application that got lost.',
  consent: 'Ask without prompt=none once, so that the person can allow it.',
  'device-code': 'Ask for a new device_code; each is good for one person and one answer.',
  duplicates: 'Send each parameter once; look for a library that adds what is there already.',
  'exchange-targets':
    'Ask for less, or name the API in audiences of the token_exchange of the client.',
  'form-body': 'Send the media type that the endpoint takes, in UTF-8 and not compressed.',
  'given-answers': 'Begin anew in the application: each sign-in is answered once.',
  'grant-type': 'Add the grant type to grant_types of the client, or ask with another one.',
  'id-token-hint': 'Send an ID token that this client got from this issuer, or leave the hint out.',
  introspection: 'Let a client with a secret or a key ask, and send the token in the body.',
  'jwt-bearer':
    'Compare the subject of the assertion with the account that is meant, and its consent with the scope.',
  'kept-requests': 'Send a smaller request.',
  limits:
    'Wait as long as Retry-After says; GET /admin/settings/limits says whose the limit is and what opens it.',
  assessment:
    'Let the person sign in that the client named, or as strongly as it asks; or ask for less.',
  'max-age': 'Send max_age as a whole number of seconds, or leave it out.',
  nonce:
    'Send a nonce of the size of a random number: it is asked for where the browser brings the ID token.',
  parameters: 'Encode the parameters as a form does, and send them in the body alone.',
  password: 'See whether the client is first-party, and whether the account is locked or disabled.',
  'plan-registration': 'Correct the members that the answer names, or ask for other terms.',
  prompt: 'Send none alone, or any of login, consent and select_account.',
  'pushed-authorization': 'Push the parameters themselves, without request_uri.',
  'pushed-authorization-requests':
    'Push the request anew for each person, and send their browser at once.',
  'redirect-uri':
    'Register the redirect_uri exactly as it is sent, or send one that is registered; every character counts.',
  'refresh-token':
    'Keep the refresh token of each answer and use it once; two processes of one client must not share one.',
  registration: 'Correct the members that the answer names; at /authorize nothing is registered.',
  'request-compiler': 'Send the parameters that the grant type needs, in the form that it defines.',
  'request-object-claims': 'Correct the claims of the request object, and compare the clocks.',
  'request-object-decryption':
    'Encrypt for a key of our JWKS, with the algorithms that the client is registered for.',
  'request-object-documents':
    'See that the request_uri can be fetched by Gatehouse, and OUTBOUND_ALLOWED_NETWORKS if it is inside.',
  'request-object-reader':
    'Sign with a key that the client has registered, by request_object_signing_alg if that is set.',
  'request-objects':
    'Send either request or a registered request_uri, with client_id in the object.',
  'request-resolver':
    'Push the request to /par, or take require_pushed_authorization_requests away.',
  resource: 'Send the identifier of an API of which the client is registered for a scope.',
  'response-mode': 'Leave response_mode out, or send one that fits the response type.',
  'response-type': 'Add the response type, and its grant types, to the registration of the client.',
  revocation: 'Revoke the token as the client that got it.',
  scope: 'Add the scope to the registration of the client, or ask for less.',
  standing: 'Let the person sign in again: what was given has ended for the reason that is told.',
  state: 'Send a state of the size of a random number, and keep the rest in the application.',
  'step-up':
    'Send the person to /authorize again, with the max_age and acr_values of the challenge.',
  'subject-tokens': 'Exchange a token that is live and was sent to this client.',
  'token-floors':
    'Let the person sign in at /authorize for this client, or take require_acr of the client or the API away.',
  'token-exchange': 'Give the client token_exchange in its registration.',
  'upstream-logout-tokens':
    'Compare the issuer and the client_id of the identity provider with iss and aud of its logout token, and the clocks.',
  'upstream-people':
    'Invite the person to the address that the provider verifies, let them link it at /account/linked, or see provisioning and domains of the identity provider.',
};
