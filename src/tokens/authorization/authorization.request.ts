import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { Omissible } from '#platform/http';
import { Flag, PageRequest, SortedBy } from '#platform/lists';
import type { AuthorizationFilter } from './live-authorizations.js';

export class ListAuthorizationsRequest extends PageRequest {
  @SortedBy('id', 'created_at')
  sort?: string;

  @ApiPropertyOptional({ description: 'Only those of this client.' })
  @Omissible()
  @MaxLength(255)
  @IsString()
  client_id?: string;

  @Flag('Only those that live on without a session, or only those that do not.')
  offline?: boolean;
}

export class ListAllAuthorizationsRequest extends PageRequest implements AuthorizationFilter {
  @SortedBy('id')
  sort?: string;

  @ApiPropertyOptional({ description: 'Only those by this user, by `sub`.' })
  @Omissible()
  @MaxLength(255)
  @IsString()
  user_id?: string;

  @ApiPropertyOptional({ description: 'Only those of this client.' })
  @Omissible()
  @MaxLength(255)
  @IsString()
  client_id?: string;

  @ApiPropertyOptional({
    description: 'Only those that were given by this grant type, such as authorization_code.',
  })
  @Omissible()
  @MaxLength(100)
  @IsString()
  grant_type?: string;

  @Flag('Only those that live on without a session, or only those that do not.')
  offline?: boolean;
}

/** Which authorizations are to end. */
export class EndAuthorizationsRequest {
  @ApiPropertyOptional({ description: 'Only those of this client.' })
  @Omissible()
  @MaxLength(255)
  @IsString()
  client_id?: string;
}
