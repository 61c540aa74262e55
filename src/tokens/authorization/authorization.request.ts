import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsString, MaxLength } from 'class-validator';
import { Omissible, Parsed } from '#platform/http';
import { PageRequest, SortedBy } from '#platform/lists';

export class ListAuthorizationsRequest extends PageRequest {
  @SortedBy('id', 'created_at')
  sort?: string;

  @ApiPropertyOptional({ description: 'Only those of this client.' })
  @Omissible()
  @MaxLength(255)
  @IsString()
  client_id?: string;

  @ApiPropertyOptional({
    type: Boolean,
    description: 'Only those that live on without a session, or only those that do not.',
  })
  @Parsed(/^(true|false)$/)
  @Omissible()
  @IsBoolean()
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
