import { type Texts, textsFor } from '#platform/texts';
import { OAuthError, type OAuthErrorCode, type OAuthErrorOptions } from '#protocol';

/** Where somebody can go on: the name of an application, and its address. */
export interface WayOn {
  readonly name: string;
  readonly uri: string;
}

interface ErrorForPeopleOptions extends OAuthErrorOptions {
  readonly code?: OAuthErrorCode;
  readonly wayOn?: WayOn | undefined;
}

/** An error that people meet on their way, and what they can do about it. */
export class ErrorForPeople extends OAuthError {
  readonly wayOn: WayOn | undefined;

  constructor(
    readonly what: keyof Texts['errorsForPeople'],
    { code = 'invalid_request', wayOn, ...options }: ErrorForPeopleOptions = {},
  ) {
    super(code, textsFor().errorsForPeople[what].happened, options);
    this.wayOn = wayOn;
  }
}
