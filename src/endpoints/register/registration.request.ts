import type { ArgumentMetadata, PipeTransform, Type } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { ClientMetadataRequest } from '#registry/clients';
import { jsonObject, pointerTo, readMembers } from '#platform/http';
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

/**
 * Reads the body with the same checks as in the admin API, told as RFC 7591 §3.2.2 tells them. Members
 * that are not known are ignored (RFC 7591 §2).
 */
export const registrationPipe: PipeTransform = {
  async transform(body: unknown, { metatype }: ArgumentMetadata): Promise<object> {
    const { instance, faults } = await readMembers(
      metatype as Type<object>,
      jsonObject(body, 'invalid_client_metadata'),
      'drop',
    );
    if (faults.length === 0) return instance;
    const detail = faults[0]?.detail ?? 'Some members are missing or malformed.';
    const errors = faults.map((fault) => ({
      pointer: pointerTo(fault.path),
      detail: fault.detail ?? 'It is not right.',
    }));
    const description = `${detail.replace(/[."\\]+$/, '')}.`;
    throw new OAuthError('invalid_client_metadata', description, { errors }).refusedBy({
      ...{ check: 'registration', spec: 'RFC 7591 §2' },
      expected: 'client metadata of the right form',
      got: { members: errors.map(({ pointer }) => pointer) },
    });
  },
};
