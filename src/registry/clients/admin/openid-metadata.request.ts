import { ApiPropertyOptional } from '@nestjs/swagger';
import { WEB_URI } from '../metadata/limits.js';
import { IsIn, IsOptional, IsString } from 'class-validator';
import {
  CLIENT_SIGNING_ALGORITHMS,
  type ClientSigningAlgorithm,
  CONTENT_ENCRYPTION_ALGORITHMS,
  type ContentEncryptionAlgorithm,
  ID_TOKEN_CLAIMS,
  type IdTokenClaimsChoice,
  RESPONSE_ENCRYPTION_ALGORITHMS,
  type ResponseEncryptionAlgorithm,
  SUBJECT_TYPES,
  type SubjectType,
} from '#protocol';
import { LogoutMetadataRequest } from './logout-metadata.request.js';

/** How a client is told who somebody is (OIDC Registration §2). */
export class OpenIdMetadataRequest extends LogoutMetadataRequest {
  @ApiPropertyOptional({
    enum: CLIENT_SIGNING_ALGORITHMS,
    default: 'RS256',
    description:
      'What ID tokens and logout tokens are signed with. RS256 is what OpenID Connect asks of everybody; FAPI 2.0 takes PS256, ES256 and EdDSA only. HS256 and its like use the client secret, which is then kept so that it can be read back; after a rotation the new one at once.',
  })
  @IsOptional()
  @IsString()
  id_token_signed_response_alg?: ClientSigningAlgorithm;

  @ApiPropertyOptional({
    enum: ID_TOKEN_CLAIMS,
    description:
      'With scope ID tokens tell what the scopes of the request open, as userinfo does (OIDC Core §5.4): what most libraries expect. With minimal they tell who it is alone, and what the parameter claims asks for. By default scope, and minimal for a client that registers itself. Personal data are then wherever the client keeps its ID tokens, and in the id_token_hint of its sign-outs.',
  })
  @IsOptional()
  @IsIn(ID_TOKEN_CLAIMS)
  id_token_claims?: IdTokenClaimsChoice;

  @ApiPropertyOptional({
    enum: RESPONSE_ENCRYPTION_ALGORITHMS,
    description:
      'ID tokens are signed, and then encrypted with a key of the client (jwks, jwks_uri), or with one made of its secret (A128KW, dir). Not encrypted when absent.',
  })
  @IsOptional()
  @IsIn(RESPONSE_ENCRYPTION_ALGORITHMS)
  id_token_encrypted_response_alg?: ResponseEncryptionAlgorithm;

  @ApiPropertyOptional({
    enum: CONTENT_ENCRYPTION_ALGORITHMS,
    description: 'A128CBC-HS256 when absent.',
  })
  @IsOptional()
  @IsIn(CONTENT_ENCRYPTION_ALGORITHMS)
  id_token_encrypted_response_enc?: ContentEncryptionAlgorithm;

  @ApiPropertyOptional({
    enum: CLIENT_SIGNING_ALGORITHMS,
    description: 'Userinfo is answered as a signed JWT. As plain JSON when absent.',
  })
  @IsOptional()
  @IsIn(CLIENT_SIGNING_ALGORITHMS)
  userinfo_signed_response_alg?: ClientSigningAlgorithm;

  @ApiPropertyOptional({
    enum: RESPONSE_ENCRYPTION_ALGORITHMS,
    description: 'Userinfo is encrypted like ID tokens, after it was signed if it is.',
  })
  @IsOptional()
  @IsIn(RESPONSE_ENCRYPTION_ALGORITHMS)
  userinfo_encrypted_response_alg?: ResponseEncryptionAlgorithm;

  @ApiPropertyOptional({
    enum: CONTENT_ENCRYPTION_ALGORITHMS,
    description: 'A128CBC-HS256 when absent.',
  })
  @IsOptional()
  @IsIn(CONTENT_ENCRYPTION_ALGORITHMS)
  userinfo_encrypted_response_enc?: ContentEncryptionAlgorithm;

  @ApiPropertyOptional({
    enum: SUBJECT_TYPES,
    default: 'public',
    description:
      'With pairwise the client knows each person by an identifier that no client on another host has. With public all clients have the same, and can find out together what a person does.',
  })
  @IsOptional()
  @IsIn(SUBJECT_TYPES)
  subject_type?: SubjectType;

  @ApiPropertyOptional({
    ...WEB_URI,
    example: 'https://printing.example.com/redirect-uris.json',
    description:
      'A JSON array of redirect URIs, for pairwise clients on several hosts. It has to list all of redirect_uris, and is read when they change. Its host names the sector.',
  })
  @IsOptional()
  @IsString()
  sector_identifier_uri?: string;
}
