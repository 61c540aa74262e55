import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { DEVICE_CODE } from '#tokens/device-authorization';

/** The device access token request. */
export class DeviceCodeRequest {
  @ApiProperty({ enum: [DEVICE_CODE] })
  grant_type: typeof DEVICE_CODE;

  @ApiProperty({ description: 'The device_code that /device_authorization answered.' })
  @IsString()
  @MaxLength(512)
  device_code: string;

  @ApiPropertyOptional({
    description: 'The secret behind the code_challenge, if the request had one (RFC 7636).',
  })
  @IsOptional()
  @IsString()
  @MaxLength(512)
  code_verifier?: string;

  @ApiPropertyOptional({
    description: 'One of the allowed APIs; all of them when absent (RFC 8707).',
  })
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  resource?: string;
}
