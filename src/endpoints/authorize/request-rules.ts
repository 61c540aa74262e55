import { Injectable } from '@nestjs/common';
import { Config } from '#platform/config';
import { RegistrableValues } from '#registry/clients';

/** What the installation wants of every authorization request. */
@Injectable()
export class RequestRules {
  /** Whether every client has to use PKCE. */
  readonly pkceForAll: boolean;
  /** The authentication contexts that a sign-in can reach. */
  readonly acrValues: ReadonlySet<string>;

  constructor({ requirePkce }: Config, { acrValues }: RegistrableValues) {
    this.pkceForAll = requirePkce === 'all';
    this.acrValues = acrValues;
  }
}
