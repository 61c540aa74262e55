import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Config, ConfigError } from '#platform/config';
import {
  type ClientPolicy,
  policyProblems,
  RegistrableValues,
  SAFE_POLICY,
} from '#registry/clients';

/** Whether anybody may register, and on which terms. */
@Injectable()
export class OpenRegistration implements OnApplicationBootstrap {
  readonly welcome: boolean;
  readonly policy: ClientPolicy;

  constructor(
    { registration, registrationPolicy }: Config,
    private readonly offered: RegistrableValues,
  ) {
    this.welcome = registration === 'open';
    this.policy = { ...SAFE_POLICY, ...registrationPolicy };
  }

  /** As an admin's policy is; what is offered is known by now. @throws ConfigError */
  onApplicationBootstrap(): void {
    const problems = policyProblems('', this.policy, new Set(this.offered.grantTypes.keys()));
    if (problems.length === 0) return;
    throw new ConfigError(
      problems.map(({ pointer, detail }) => `REGISTRATION_POLICY ${pointer.slice(1)}: ${detail}`),
    );
  }
}
