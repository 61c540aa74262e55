import { ApiPropertyOptional } from '@nestjs/swagger';
import { REQUEST_URIS } from '../metadata/limits.js';
import { IsArray, IsBoolean, IsIn, IsOptional, IsString } from 'class-validator';
import {
  CLIENT_SIGNING_ALGORITHMS,
  type ClientSigningAlgorithm,
  CONTENT_ENCRYPTION_ALGORITHMS,
  REQUEST_OBJECT_ENCRYPTION_ALGORITHMS,
  type RequestObjectEncryptionAlgorithm,
} from '#protocol';
import { OpenIdMetadataRequest } from './openid-metadata.request.js';

/**
 * The part of a client's metadata that is about how it asks for authorization: by request objects, by
 * pushed requests.
 */
export class AuthorizationRequestMetadataRequest extends OpenIdMetadataRequest {
  @ApiPropertyOptional({
    ...REQUEST_URIS,
    example: ['https://printing.example.com/request.jwt'],
    description:
      'Where the client may keep request objects, for request_uri. Compared character by character, without the fragment. Nowhere when absent.',
  })
  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  request_uris?: string[];

  @ApiPropertyOptional({
    enum: CLIENT_SIGNING_ALGORITHMS,
    description:
      'The one algorithm for request objects; any that uses a key of the client when absent. FAPI 2.0 takes PS256, ES256 and EdDSA only. HS256 and its like use the client secret, which is then kept so that it can be read back: whoever learns it can sign in the name of the client.',
  })
  @IsOptional()
  @IsIn(CLIENT_SIGNING_ALGORITHMS)
  request_object_signing_alg?: ClientSigningAlgorithm;

  @ApiPropertyOptional({
    enum: REQUEST_OBJECT_ENCRYPTION_ALGORITHMS,
    description:
      'Request objects may be encrypted in this way, with a key of ours from /jwks whose use is enc. When absent, they cannot.',
  })
  @IsOptional()
  @IsIn(REQUEST_OBJECT_ENCRYPTION_ALGORITHMS)
  request_object_encryption_alg?: RequestObjectEncryptionAlgorithm;

  @ApiPropertyOptional({
    enum: CONTENT_ENCRYPTION_ALGORITHMS,
    description: 'The encryption of their content; A128CBC-HS256 when absent.',
  })
  @IsOptional()
  @IsIn(CONTENT_ENCRYPTION_ALGORITHMS)
  request_object_encryption_enc?: string;

  @ApiPropertyOptional({
    default: false,
    description:
      'True takes requests only as request objects with iss, aud and exp, and reads nothing beside them (RFC 9101). False lets whoever holds the browser change a request on its way, as OpenID Connect does.',
  })
  @IsOptional()
  @IsBoolean()
  require_signed_request_object?: boolean;

  @ApiPropertyOptional({
    default: false,
    description:
      'True takes requests only by way of /par (RFC 9126). False lets requests come through the browser too, where they can be seen and changed.',
  })
  @IsOptional()
  @IsBoolean()
  require_pushed_authorization_requests?: boolean;
}
