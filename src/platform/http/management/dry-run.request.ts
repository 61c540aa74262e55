import { SetMetadata } from '@nestjs/common';
import { IsBoolean } from 'class-validator';
import { Omissible, Parsed } from './member.decorators.js';

const KEY = 'gatehouse:dry-run';

export const DRY_RUN =
  'Checks all of it and does nothing. The answer is 200 and a DryRunResponse: what would come of it.';

/** Asks what would come of it. */
export class DryRunRequest {
  @Parsed(/^(true|false)$/)
  @Omissible()
  @IsBoolean()
  dry_run?: boolean;
}

/** The operation takes the parameters of {@link DryRunRequest} besides its own. */
export const TakesDryRun = () => SetMetadata(KEY, true);

export function takesDryRun(handler: object): boolean {
  return Reflect.getMetadata(KEY, handler) === true;
}
