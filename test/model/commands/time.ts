import { clock } from '../../support/clock.js';
import type { LifeCycle } from '../life-cycle.js';
import type { LocalWorld } from '../../support/world.js';
import { Step } from './step.js';

export class Advance extends Step {
  check(): boolean {
    return true;
  }

  protected async act(_model: LifeCycle): Promise<string> {
    clock.advance(this.which);
    return 'done';
  }
}

/** What has expired is deleted and keys change; that must make no difference to anybody. */
export class KeepHouse extends Step {
  check(): boolean {
    return true;
  }

  protected async act(_model: LifeCycle, world: LocalWorld): Promise<string> {
    await world.keepHouse();
    return 'done';
  }
}
