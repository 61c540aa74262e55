import { Injectable } from '@nestjs/common';
import { type Client, Clients } from '#registry/clients';
import {
  DEVICE_CODE,
  type DeviceDecision,
  type DeviceAuthorization,
  DeviceAuthorizationRepository,
} from '#tokens/device-authorization';
import type { Granted } from '#protocol';
import type { Session } from '#people/sessions';
import { standingOfClient } from '#tokens';
import { isAdmitted, permitted, type User, UserRepository } from '#people/users';

/** Who is asked to allow what. */
export interface DeviceQuestion {
  readonly device: DeviceAuthorization;
  readonly client: Client;
  readonly user: User;
  /** The part of what was asked for that this person can allow. */
  readonly granted: Granted;
  /** Whether the client lets the person in. */
  readonly admitted: boolean;
}

/** Finds what devices ask of people. */
@Injectable()
export class DeviceQuestions {
  constructor(
    private readonly devices: DeviceAuthorizationRepository,
    private readonly clients: Clients,
    private readonly users: UserRepository,
  ) {}

  /**
   * What the device that shows this code asks of the person who is signed in. Undefined when no device
   * does, or none that may still get an answer.
   */
  async find(userCode: string, session: Session): Promise<DeviceQuestion | undefined> {
    const device = await this.devices.findUndecided(userCode);
    if (device === undefined) return undefined;
    const [client, user] = await Promise.all([
      this.clients.find(device.clientId),
      this.users.find(session.userId),
    ]);
    if (user === undefined || client?.grantTypes.has(DEVICE_CODE) !== true) return undefined;
    if (standingOfClient(client, device) !== undefined) return undefined;
    const admitted = isAdmitted(client, user.groups);
    return { device, client, user, granted: permitted(device.granted, user), admitted };
  }

  /** What was answered in this session, by whichever of two forms that were sent at once. */
  async decision(userCode: string, { id }: Session): Promise<DeviceDecision | undefined> {
    return this.devices.findDecision(userCode, id);
  }
}
