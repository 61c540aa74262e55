import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
} from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InstallationSecrets } from '#platform/crypto';
import type { Client } from '../client.js';

/** 128 bits. */
const SID = /^[\w-]{22}$/;

/** By what identifiers a client knows a person and their session (OIDC Core §8). */
@Injectable()
export class Subjects implements OnModuleInit {
  private key!: KeyObject;

  constructor(private readonly secrets: InstallationSecrets) {}

  async onModuleInit(): Promise<void> {
    this.key = createSecretKey(await this.secrets.obtain('pairwise subjects'), 'utf8');
  }

  /**
   * The `sub` of the person for this client: the same for every public client, and one of its own for
   * each sector of pairwise clients. Nobody outside can tell that two of them mean one person.
   */
  of({ sector }: Client, userId: string): string {
    if (sector === undefined) return userId;
    return createHmac('sha256', this.key).update(`${sector}\0${userId}`).digest('base64url');
  }

  /**
   * The `sid` of a session for this client: pairwise as its `sub` is, or two sectors could tell by it that
   * they mean one person (attack S11).
   */
  sidOf({ sector }: Client, sessionId: string): string {
    if (sector === undefined) return sessionId;
    // An id is one block of random bits, so that a block cipher alone makes another such id of it.
    const cipher = createCipheriv('aes-256-ecb', this.sessionKey(sector), null);
    cipher.setAutoPadding(false);
    return cipher.update(sessionId, 'base64url', 'base64url') + cipher.final('base64url');
  }

  /** The session that a client means by `sid`; one that does not exist if it never was given that. */
  sessionOf({ sector }: Client, sid: string): string {
    if (sector === undefined || !SID.test(sid)) return sid;
    const decipher = createDecipheriv('aes-256-ecb', this.sessionKey(sector), null);
    decipher.setAutoPadding(false);
    return decipher.update(sid, 'base64url', 'base64url') + decipher.final('base64url');
  }

  private sessionKey(sector: string): Buffer {
    return createHmac('sha256', this.key).update(`sid\0${sector}`).digest();
  }
}
