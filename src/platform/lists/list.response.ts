import { ApiPropertyOptional } from '@nestjs/swagger';
import type { Page } from './lists.js';

/** What every list answers besides its items. */
export class ListResponse {
  @ApiPropertyOptional({ description: 'Pass as `cursor` for the next page; absent on the last.' })
  next?: string;

  @ApiPropertyOptional({ type: 'integer', description: 'How many there are, if that was asked.' })
  total?: number;

  @ApiPropertyOptional({
    type: 'integer',
    description: 'In place of `total` where there are more: there are at least that many.',
  })
  total_at_least?: number;

  constructor({ next, total, totalAtLeast }: Page<unknown>) {
    if (next !== undefined) this.next = next;
    if (total !== undefined) this.total = total;
    if (totalAtLeast !== undefined) this.total_at_least = totalAtLeast;
  }
}
