import { Injectable } from '@nestjs/common';

type Listener = (sub: string) => Promise<void>;

/** Tells who rests on an account that it was changed, disabled or deleted; after it was done. */
@Injectable()
export class AccountChanges {
  private readonly listeners: Listener[] = [];

  listen(listener: Listener): void {
    this.listeners.push(listener);
  }

  async announce(sub: string): Promise<void> {
    for (const listener of this.listeners) await listener(sub);
  }
}
