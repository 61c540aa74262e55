import { releasedClaims } from '#people/users';
import {
  type Claims,
  type Contribution,
  type Occasion,
  TokenContributor,
} from './token-contributor.js';

/** What an API that knows people by more than their subject asks for (RFC 7662 §2.2). */
const INTROSPECTED: ReadonlySet<string> = new Set([
  'preferred_username',
  'name',
  'email',
  'email_verified',
]);

/** Who somebody is (OIDC Core §5.1), for clients, and for APIs that ask. */
@TokenContributor()
export class ProfileContributor implements Contribution {
  async contribute({ place, scope, requested, person }: Occasion): Promise<Claims> {
    const asked = scope.length > 0 || (requested !== undefined && requested.size > 0);
    // Whoever reads a log must not find people's addresses there: access tokens name nobody.
    if (place === 'access_token' || !asked) return {};
    const user = await person();
    if (user === undefined) return {};
    const claims = releasedClaims(user, scope, requested);
    if (place !== 'introspection') return claims;
    const told = Object.entries(claims).filter(([name]) => INTROSPECTED.has(name));
    return Object.fromEntries(told);
  }
}
