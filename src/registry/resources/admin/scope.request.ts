import { ApiProperty } from '@nestjs/swagger';
import { displayTextError, isScopeToken } from '#protocol';
import { Conforms } from '#platform/http';

function scopeNameError(name: string): string | undefined {
  if (isScopeToken(name)) return undefined;
  return 'A scope is 1 to 100 printable ASCII characters without space, " and \\ (RFC 6749 §3.3).';
}

export class ScopeRequest {
  @ApiProperty({ example: 'photos:read', maxLength: 100 })
  @Conforms(scopeNameError)
  name: string;

  @ApiProperty({
    example: 'See the photos in your library',
    description: 'What the consent page says.',
    maxLength: 500,
  })
  @Conforms((text) => displayTextError(text, 500))
  description: string;
}
