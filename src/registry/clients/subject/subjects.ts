import { createHmac } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InstallationSecrets } from '#platform/crypto';
import type { Client } from '../client.js';

/** By what identifier a client knows a person (OIDC Core §8). */
@Injectable()
export class Subjects implements OnModuleInit {
  private key = '';

  constructor(private readonly secrets: InstallationSecrets) {}

  async onModuleInit(): Promise<void> {
    this.key = await this.secrets.obtain('pairwise subjects');
  }

  /**
   * The `sub` of the person for this client: the same for every public client, and one of its own for
   * each sector of pairwise clients. Nobody outside can tell that two of them mean one person.
   */
  of({ sector }: Client, userId: string): string {
    if (sector === undefined) return userId;
    return createHmac('sha256', this.key).update(`${sector}\0${userId}`).digest('base64url');
  }
}
