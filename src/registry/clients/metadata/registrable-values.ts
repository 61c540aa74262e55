import { Injectable } from '@nestjs/common';

/**
 * The grant and response types that clients may register. Filled at start-up by whoever implements
 * them, so that adding a grant changes nothing here.
 */
@Injectable()
export class RegistrableValues {
  readonly grantTypes = new Set<string>();
  /** Each with the grant types that it needs beside it. */
  readonly responseTypes = new Map<string, readonly string[]>();
}
