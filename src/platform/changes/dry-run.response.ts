import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { Rehearsal, WouldHappen } from '#platform/database';
import type { Effects } from './effects.js';
import { WarningResponse } from './warning.response.js';

/** What would end, and for whom. */
class EffectsResponse {
  @ApiPropertyOptional({ type: 'integer', description: 'Sessions of people that would end.' })
  sessions_ended?: number;

  @ApiPropertyOptional({
    type: 'integer',
    description: 'Authorizations that would end, with every token; counted up to 10,000.',
  })
  authorizations_ended?: number;

  @ApiPropertyOptional({ type: [String], description: 'Clients that would be told, by name.' })
  clients_told?: readonly string[];

  constructor({ sessionsEnded, authorizationsEnded, clientsTold }: Effects) {
    if (sessionsEnded !== undefined) this.sessions_ended = sessionsEnded;
    if (authorizationsEnded !== undefined) this.authorizations_ended = authorizationsEnded;
    if (clientsTold !== undefined) this.clients_told = clientsTold;
  }
}

/** As the journal would tell it. */
class ForeseenChangeResponse {
  @ApiProperty({ example: 'user.changed' })
  event: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description: 'The members that would change, each with `from` and `to`.',
  })
  members?: unknown;

  constructor({ type, facts }: WouldHappen) {
    this.event = type;
    if (facts?.['members'] !== undefined) this.members = facts['members'];
  }
}

/** What would come of a request that nothing was done of. */
export class DryRunResponse {
  @ApiProperty({ type: EffectsResponse })
  effects: EffectsResponse;

  @ApiProperty({ type: [WarningResponse] })
  warnings: readonly WarningResponse[];

  @ApiProperty({ type: [ForeseenChangeResponse], description: 'None: nothing would change.' })
  changes: ForeseenChangeResponse[];

  constructor({ events, warnings }: Rehearsal, effects: Effects) {
    this.effects = new EffectsResponse(effects);
    this.warnings = warnings;
    this.changes = events.map((event) => new ForeseenChangeResponse(event));
  }
}
