import type { ClientSecret } from '../client.js';
import type { AdminClientMetadataRequest } from '../admin/admin-client.request.js';
import type { ClientMetadata, ClientMetadataInput } from '../metadata/client-metadata.js';

/** A merge patch of a client, as admins send it (RFC 7396). */
export type ClientPatch = AdminClientMetadataRequest;

/** What clients are held against. */
export const LINT_PROFILES = ['oauth-2.1', 'rfc9700', 'rfc10017', 'hygiene'] as const;
export type LintProfile = (typeof LINT_PROFILES)[number];

/** `info`: what our own defaults do, and could do better. */
export const LINT_SEVERITIES = ['error', 'warning', 'info'] as const;
export type LintSeverity = (typeof LINT_SEVERITIES)[number];

/** As much of a client as rules look at. */
export interface LintedClient {
  readonly metadata: ClientMetadata;
  /** Absent where only the registration is judged. */
  readonly secrets?: readonly ClientSecret[];
  /** Every scope that there is. Absent where that is judged already. */
  readonly scopes?: ReadonlySet<string>;
  /** Domains of the enterprise. */
  readonly ownDomains?: readonly string[];
  /** Seconds since the epoch. */
  readonly now: number;
}

/** What a rule finds in one place. */
export interface Found {
  /** The member (RFC 6901). */
  readonly pointer: string;
  /** What stands there; null for nothing. */
  readonly found: string | number | boolean | null;
  /** A merge patch after which it finds nothing there (RFC 7396); absent where only people know. */
  readonly fix?: ClientPatch;
  /** Where it weighs otherwise than the rule does. */
  readonly severity?: LintSeverity;
}

/** A client that shows what a rule is about; both examples are its test. */
export interface LintExample {
  readonly metadata: ClientMetadataInput;
  readonly secrets?: readonly Partial<ClientSecret>[];
}

export interface LintRule {
  readonly name: string;
  readonly profiles: readonly LintProfile[];
  readonly severity: LintSeverity;
  /** As `RFC 9700 §2.4`; empty for what is only good housekeeping. */
  readonly spec: string;
  /** What is wrong with it, as a sentence. */
  readonly detail: string;
  readonly passing: LintExample;
  readonly failing: LintExample;
  find(client: LintedClient): readonly Found[];
}

/** What is true of the whole client, in one member. */
export function foundIf(wrong: boolean, found: Found): Found[] {
  return wrong ? [found] : [];
}

/** Each item of a list that is wrong, with its place. */
export function foundAmong(
  pointer: string,
  items: readonly string[],
  isWrong: (item: string) => boolean,
  fix?: ClientPatch,
): Found[] {
  return items.flatMap((item, index) =>
    isWrong(item)
      ? [
          {
            pointer: `${pointer}/${String(index)}`,
            found: item,
            ...(fix === undefined ? {} : { fix }),
          },
        ]
      : [],
  );
}

/** Whether it runs in a browser, where nothing can be kept secret (RFC 10017). */
export function isInBrowser({ metadata }: LintedClient): boolean {
  const { token_endpoint_auth_method: method, application_type: type } = metadata;
  return method === 'none' && type === 'web';
}

/** The secrets that are good at this moment. */
export function liveSecrets({ secrets = [], now }: LintedClient): readonly ClientSecret[] {
  return secrets.filter(({ expiresAt }) => expiresAt === undefined || expiresAt > now);
}
