import { ApiProperty } from '@nestjs/swagger';
import { isScopeToken, SCOPE_TOKEN } from '#protocol';
import { Conforms, describedRule, displayText } from '#platform/http';

const scopeName = describedRule({ pattern: SCOPE_TOKEN.source, maxLength: 100 }, (name) =>
  isScopeToken(name)
    ? undefined
    : 'A scope is 1 to 100 printable ASCII characters without space, " and \\ (RFC 6749 §3.3).',
);

export class ScopeRequest {
  @ApiProperty({ example: 'photos:read' })
  @Conforms(scopeName)
  name: string;

  @ApiProperty({
    example: 'See the photos in your library',
    description: 'What the consent page says.',
  })
  @Conforms(displayText(500))
  description: string;
}
