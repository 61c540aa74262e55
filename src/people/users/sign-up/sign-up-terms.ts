import { domainToASCII } from 'node:url';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type MemberProblem, problem, problemsOf } from '#platform/changes';
import { Mails } from '#platform/mail';
import { Settings, SettingsAggregate, valuesOf } from '#platform/settings';
import { Groups } from '#registry/groups';
import { loginKey } from '../login-identifier.js';
import { SIGN_UP } from './sign-up.section.js';

/** What becomes of those who make an account by themselves. */
export interface Terms {
  /** Of addresses; none: any. */
  readonly domains: readonly string[];
  /** Ids of groups that there are. */
  readonly groups: readonly string[];
  readonly approval: boolean;
}

/** Whether people make accounts by themselves, and on which terms. */
@Injectable()
export class SignUpTerms implements OnModuleInit {
  constructor(
    private readonly settings: Settings,
    private readonly stored: SettingsAggregate,
    private readonly groups: Groups,
    private readonly mails: Mails,
  ) {}

  onModuleInit(): void {
    this.stored.checkWith(SIGN_UP, async (set) => {
      const { enabled, groups } = valuesOf(SIGN_UP, set);
      return [
        ...problem('/enabled', enabled === 'on' && !this.mails.on ? MAIL_IS_OFF : undefined, {
          kind: 'conflict',
        }),
        ...(await this.unknownGroups(groups)),
      ];
    });
  }

  /** Whether somebody without an account can make one: an address is proven by mail alone. */
  async offered(): Promise<boolean> {
    return this.mails.on && (await this.settings.of(SIGN_UP)).enabled === 'on';
  }

  async now(): Promise<Terms> {
    const { domains, groups, approval } = await this.settings.of(SIGN_UP);
    const there = await this.groups.named(groups);
    return { domains, groups: there.map(({ id }) => id), approval: approval === 'on' };
  }

  private async unknownGroups(ids: readonly string[]): Promise<MemberProblem[]> {
    const names = await this.groups.names();
    return problemsOf('/groups', ids, (id) =>
      names.has(id) ? undefined : 'There is no group with this id.',
    );
  }
}

/** Whether people sign up with such an address. */
export function isWelcome(email: string, { domains }: Terms): boolean {
  const domain = domainToASCII(loginKey(email).split('@').at(-1) ?? '');
  return domains.length === 0 || domains.includes(domain);
}

const MAIL_IS_OFF = 'Mail is off, and addresses are proven by it: set SMTP_URL and MAIL_FROM.';
