import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { ImportedLine, ImportSummary } from './user-import.js';

class LineRemark {
  @ApiProperty({ example: '/password_hash', description: 'The member (RFC 6901).' })
  pointer: string;

  @ApiProperty()
  detail: string;
}

/** What came of one line. */
export class ImportedLineResponse implements ImportedLine {
  @ApiProperty({ type: 'integer', description: 'Counted from 1, with the head of a table.' })
  line: number;

  @ApiProperty({ enum: ['created', 'would be created', 'refused'] })
  status: ImportedLine['status'];

  @ApiPropertyOptional()
  sub?: string;

  @ApiPropertyOptional()
  username?: string;

  @ApiPropertyOptional({ type: [LineRemark], description: 'Why it was refused.' })
  errors?: LineRemark[];

  @ApiPropertyOptional({
    type: [LineRemark],
    description: 'What is allowed and less likely to work.',
  })
  warnings?: LineRemark[];
}

class StoppedAt {
  @ApiProperty({ type: 'integer' })
  line: number;

  @ApiProperty()
  detail: string;
}

/** The last line. */
export class ImportSummaryResponse implements ImportSummary {
  @ApiProperty({ type: 'integer' })
  created: number;

  @ApiProperty({ type: 'integer' })
  refused: number;

  @ApiProperty()
  dry_run: boolean;

  @ApiPropertyOptional({ description: 'The first line that nobody looked at, and why.' })
  stopped?: StoppedAt;
}
