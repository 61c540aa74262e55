import { ApiPropertyOptional } from '@nestjs/swagger';
import { REDIRECT_URIS, WEB_URI } from '../metadata/limits.js';
import { IsArray, IsBoolean, IsOptional, IsString } from 'class-validator';

/** What is registered about signing out (RP-Initiated, Front-Channel and Back-Channel Logout 1.0). */
export class LogoutMetadataRequest {
  @ApiPropertyOptional({
    ...REDIRECT_URIS,
    example: [],
    description: 'Where people may go after signing out. Compared character by character.',
  })
  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  post_logout_redirect_uris?: string[];

  @ApiPropertyOptional({
    ...WEB_URI,
    example: 'https://printing.example.com/backchannel-logout',
    description:
      'Gets a signed logout token by POST when a session ends that the client has an ID token of. The surest way to hear of it.',
  })
  @IsOptional()
  @IsString()
  backchannel_logout_uri?: string;

  @ApiPropertyOptional({ description: 'Always so: every logout token has sid.' })
  @IsOptional()
  @IsBoolean()
  backchannel_logout_session_required?: boolean;

  @ApiPropertyOptional({
    ...WEB_URI,
    example: 'https://printing.example.com/frontchannel-logout',
    description:
      'Loaded in a hidden frame of the "Signed out" page, with iss and sid. Browsers that keep cookies from frames make it useless; prefer backchannel_logout_uri.',
  })
  @IsOptional()
  @IsString()
  frontchannel_logout_uri?: string;

  @ApiPropertyOptional({ description: 'Always so: iss and sid are sent to everybody.' })
  @IsOptional()
  @IsBoolean()
  frontchannel_logout_session_required?: boolean;
}
