import { Controller, Get, Header, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { JWKS_MAX_AGE } from '#platform/crypto';
import { Config } from '#platform/config';
import { Endpoint, type HttpReply, Public } from '#platform/http';
import { OAuthError } from '#protocol';

const CACHED = `public, max-age=${String(JWKS_MAX_AGE)}, must-revalidate`;

/** By what browsers and password managers find the forms of the account page, and where passkeys may be used. */
@ApiExcludeController()
@Endpoint({ scriptsOf: 'everybody' })
@Controller('.well-known')
export class AccountAddressesController {
  constructor(private readonly config: Config) {}

  /** A well-known URL for changing passwords (W3C). */
  @Public()
  @Get('change-password')
  changePassword(@Res() reply: HttpReply): void {
    void reply.redirect(this.config.url('/account/security'), 303);
  }

  /** Related origin requests (WebAuthn §5.11): asked for at the domain that passkeys are made for. */
  @Public()
  @Get('webauthn')
  @Header('cache-control', CACHED)
  relatedOrigins(): { origins: readonly string[] } {
    const { webauthnRelatedOrigins: origins } = this.config;
    if (origins.length === 0) {
      throw OAuthError.invalidRequest('Passkeys are used at no other origin.', 404);
    }
    return { origins };
  }

  /** A well-known URL for passkey endpoints (W3C). */
  @Public()
  @Get('passkey-endpoints')
  @Header('cache-control', CACHED)
  passkeys(): { enroll: string; manage: string } {
    if (this.config.webauthnRpId === undefined) {
      throw OAuthError.invalidRequest('There are no passkeys here.', 404);
    }
    return {
      enroll: this.config.url('/account/authenticators/new/passkey'),
      manage: this.config.url('/account/security'),
    };
  }
}
