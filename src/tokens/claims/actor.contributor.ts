import {
  type Claims,
  type Contribution,
  type Occasion,
  TokenContributor,
} from './token-contributor.js';

/** Who acts for the subject of an access token, and who may (RFC 8693 §4.1, §4.4). */
@TokenContributor({ clientTokens: true })
export class ActorContributor implements Contribution {
  contribute({ token }: Occasion): Claims {
    const claims: Claims = {};
    if (token?.actor !== undefined) claims['act'] = token.actor;
    if (token?.mayAct !== undefined) claims['may_act'] = token.mayAct;
    return claims;
  }
}
