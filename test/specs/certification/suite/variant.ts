export type ClientAuthType = 'client_secret_basic' | 'client_secret_post' | 'private_key_jwt';

/** With which parameters a module is run. */
export interface Variant {
  readonly response_type: string;
  /** `default` sends no response_mode. */
  readonly response_mode: 'default' | 'form_post';
  readonly client_auth_type: ClientAuthType;
}
