import { Injectable } from '@nestjs/common';
import type { ClientAuthenticationMethod } from './client-authentication-method.js';
import { ClientSecretBasicMethod } from './client-secret-basic.method.js';
import { ClientSecretJwtMethod } from './client-secret-jwt.method.js';
import { ClientSecretPostMethod } from './client-secret-post.method.js';
import { NoneMethod } from './none.method.js';
import { PrivateKeyJwtMethod } from './private-key-jwt.method.js';

/** Every way in which clients authenticate. */
@Injectable()
export class ClientAuthenticationMethods {
  readonly all: readonly ClientAuthenticationMethod[];

  constructor(
    basic: ClientSecretBasicMethod,
    post: ClientSecretPostMethod,
    secretJwt: ClientSecretJwtMethod,
    privateKeyJwt: PrivateKeyJwtMethod,
    none: NoneMethod,
  ) {
    this.all = [basic, post, secretJwt, privateKeyJwt, none];
  }
}
