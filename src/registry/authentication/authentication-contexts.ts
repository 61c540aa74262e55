import { Injectable } from '@nestjs/common';
import { type MemberProblem, problem } from '#platform/changes';
import { Settings } from '#platform/settings';
import { AUTHENTICATION_CONTEXTS, PHISHING_RESISTANT } from '#protocol';
import { SECOND_FACTOR } from './second-factor.section.js';

/** Limit: characters of the name of an authentication context. */
export const MAX_ACR = 255;

/** Names of authentication contexts, each with the context that it stands for. */
export type ContextNames = ReadonlyMap<string, string>;

/** The authentication contexts by all of their names: our own, and those that admins gave them. */
@Injectable()
export class AuthenticationContexts {
  constructor(private readonly settings: Settings) {}

  async names(): Promise<ContextNames> {
    const { acr_aliases: aliases } = await this.settings.of(SECOND_FACTOR);
    // Ours last: nobody gives one of them another meaning.
    const own = AUTHENTICATION_CONTEXTS.map((acr) => [acr, acr] as const);
    return new Map([...Object.entries(aliases), ...own]);
  }

  /** What these names stand for; one that nobody knows stays as it is. */
  async resolve(values: readonly string[]): Promise<string[]> {
    const names = await this.names();
    return values.map((name) => names.get(name) ?? name);
  }

  /**
   * The context that a floor is at. One whose name was taken away since is the strongest that there is: nothing lowers
   * a floor unseen.
   */
  async floorOf(name: string | undefined): Promise<string | undefined> {
    if (name === undefined) return undefined;
    return (await this.names()).get(name) ?? PHISHING_RESISTANT;
  }
}

/** What is wrong with a floor that somebody sets. */
export function floorProblems(
  name: string | null | undefined,
  names: ContextNames,
  error?: string,
): MemberProblem[] {
  if (name === null || name === undefined || names.has(name)) return [];
  const detail = `require_acr may be: ${[...names.keys()].join(' ')}.`;
  return problem('/require_acr', detail, error === undefined ? {} : { error });
}
