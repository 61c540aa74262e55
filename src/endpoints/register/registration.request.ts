import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { ClientMetadataRequest } from '#registry/clients';
import { JsonBodyPipe } from '#platform/http';
import { OAuthError } from '#protocol';

/** The client update request: all that is to be registered instead (RFC 7592 §2.2). */
export class ReplaceRegistrationRequest extends ClientMetadataRequest {
  @ApiProperty({ example: 'mB3v0pJ8Qq2kYx1tW9rZaA', description: 'As it is: it never changes.' })
  @IsString()
  @MaxLength(64)
  client_id: string;

  @ApiPropertyOptional({ description: 'May be sent along, and must then be the one there is.' })
  @IsOptional()
  @IsString()
  @MaxLength(256)
  client_secret?: string;
}

/** The same checks as in the admin API, told as RFC 7591 §3.2.2 tells them. */
export const registrationPipe = new JsonBodyPipe((detail, faults = {}) => {
  const [fault = detail] = Object.values(faults);
  return new OAuthError('invalid_client_metadata', `${fault.replace(/[."\\]+$/, '')}.`);
});
