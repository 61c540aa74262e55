import { Events } from '#platform/events';
import type { Client } from '#registry/clients';
import { OAuthError, TOKEN_EXCHANGE } from '#protocol';
import { type Grant, GrantController, type GrantContext, type SubjectPlan } from '#endpoints/token';
import { isAdmitted, UserRepository } from '#people/users';
import type { Actor } from '#tokens';
import { type Acting, ActingParty } from './acting-party.js';
import { ExchangeTargets } from './exchange-targets.js';
import type { Subject } from './subject.js';
import { SubjectTokens } from './subject-tokens.js';
import { TokenExchangeRequest } from './token-exchange.request.js';
import { ACCESS_TOKEN } from './token-types.js';

/** How many tokens one may rest on. They are named in it, so it has an end. */
const MAX_TOKENS = 16;

/** A client exchanges a token for one that fits its own next call (RFC 8693). */
@GrantController({
  grantType: TOKEN_EXCHANGE,
  request: TokenExchangeRequest,
  speaksFor: 'subject',
  refreshToken: false,
  targets: ['resource', 'audience'],
  publicClients: false,
  specification: 'RFC 8693',
  summary: 'A service calls the next one in the name of whoever called it',
})
export class TokenExchangeController implements Grant<TokenExchangeRequest, 'subject'> {
  constructor(
    private readonly subjectTokens: SubjectTokens,
    private readonly actingParty: ActingParty,
    private readonly targets: ExchangeTargets,
    private readonly users: UserRepository,
    private readonly events: Events,
  ) {}

  async authorize(request: TokenExchangeRequest, context: GrantContext): Promise<SubjectPlan> {
    const { client, parameters } = context;
    const { token_exchange: policy } = client.metadata;
    if (policy === undefined) {
      throw OAuthError.unauthorizedClient('This client may not exchange tokens.').refusedBy({
        ...{ check: 'token-exchange', spec: 'RFC 8693 §2.1' },
        ...{ expected: 'token_exchange in the registration', got: 'none' },
      });
    }
    checkActorToken(request);
    const { subject_token: token, subject_token_type: type } = request;
    const subject = await this.subjectTokens.read(token, type, client);
    const groupVersion = await this.admit(subject, client);
    const acting = await this.actingParty.find(request.actor_token, subject, client, policy);
    const requested = [...parameters.getAll('resource'), ...parameters.getAll('audience')];
    const granted = await this.targets.resolve(client, policy, subject, request.scope, requested);
    this.record(subject, acting.actor, context);
    return {
      granted,
      // It stays good for the client that it belongs to (RFC 8693 §2.1).
      voucher: 'reusable',
      subject: {
        ...subjectIn(subject, client),
        ...(acting.actor === undefined ? {} : { actor: acting.actor }),
        restsOn: restingOn(subject, acting),
        actorAuthorizationId: acting.authorizationId,
        groupVersion,
        notBefore: Math.max(subject.issuedAt, acting.issuedAt),
        notAfter: Math.min(subject.expiresAt, acting.expiresAt),
        issuedTokenType: ACCESS_TOKEN,
      },
    };
  }

  /**
   * A client that names groups is called for their people only, whoever calls.
   * @returns what the new token has to remember of that
   * @throws OAuthError `invalid_request`, as RFC 8693 §2.2.2 asks for
   */
  private async admit({ user }: Subject, client: Client): Promise<number | undefined> {
    if (user === undefined || client.metadata.allowed_groups === undefined) return undefined;
    const person = await this.users.find(user.sub);
    if (person !== undefined && isAdmitted(client, person.groups)) return person.groupVersion;
    throw new OAuthError('invalid_request', 'The subject has no access to this client.', {
      reason: 'the client does not let the user in',
    }).refusedBy({
      ...{ check: 'admission', spec: 'RFC 8693 §2.2.2', userId: user.sub },
      ...{ expected: 'a person in one of its allowed_groups', got: 'a person in none of them' },
    });
  }

  private record(subject: Subject, actor: Actor | undefined, { client, origin }: GrantContext) {
    this.events.note({
      type: 'token.exchanged',
      actor: { kind: 'client', id: client.id },
      onBehalfOf: subject.sub,
      clientId: client.id,
      userId: subject.user?.sub,
      origin,
      facts: { act: actor?.sub },
    });
  }
}

/** @throws OAuthError when it is exchanged from one to the next more often than anybody needs */
function restingOn(subject: Subject, acting: Acting): readonly string[] {
  const tokens = [...new Set([...subject.restsOn, ...acting.restsOn])];
  if (tokens.length <= MAX_TOKENS) return tokens;
  throw OAuthError.invalidRequest('The subject_token has been exchanged too often.').refusedBy({
    ...{ check: 'token-exchange', spec: 'RFC 8693 §2.2.2' },
    ...{ expected: `at most ${String(MAX_TOKENS)} tokens that it rests on`, got: 'more' },
  });
}

/** Both or neither (RFC 8693 §2.1). */
function checkActorToken({ actor_token: token, actor_token_type: type }: TokenExchangeRequest) {
  if ((token === undefined) === (type === undefined)) return;
  throw OAuthError.invalidRequest('actor_token and actor_token_type come together.').refusedBy({
    ...{ check: 'token-exchange', spec: 'RFC 8693 §2.1' },
    ...{ expected: 'both or neither', got: { token_type: type } },
  });
}

function subjectIn({ sub, user, authorizationId }: Subject, client: Client) {
  return {
    ...(user === undefined ? {} : { user }),
    ...(user === undefined && sub !== client.id ? { subjectClientId: sub } : {}),
    ...(authorizationId === undefined ? {} : { authorizationId }),
  };
}
