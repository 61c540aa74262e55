import { Injectable } from '@nestjs/common';
import { Events } from '#platform/events';
import { Consents } from '#people/consent';
import { DEVICE_CODE, DeviceAuthorizationRepository } from '#tokens/device-authorization';
import type { RequestOrigin } from '#platform/http';
import type { Session } from '#people/sessions';
import type { DeviceQuestion } from './device-questions.js';

/** What people decide about devices. */
@Injectable()
export class DeviceApprovals {
  constructor(
    private readonly devices: DeviceAuthorizationRepository,
    private readonly consents: Consents,
    private readonly events: Events,
  ) {}

  /** @returns false when it was decided before, or came too late */
  async approve(
    { device, client, user, granted }: DeviceQuestion,
    session: Session,
    origin: RequestOrigin,
  ): Promise<boolean> {
    const approved = await this.devices.approve(device.id, {
      userId: user.sub,
      credentialVersion: session.credentialVersion,
      roleVersion: user.roleVersion,
      session: { id: session.id, authTime: session.authTime, factors: session.factors },
      consentId: client.metadata.first_party
        ? undefined
        : (await this.consents.grant(user.sub, client.id, granted)).id,
      granted,
    });
    if (approved) this.record('consent.granted', { client, user }, origin);
    return approved;
  }

  /** @returns false when it was decided before, or came too late */
  async deny({ device, client, user }: DeviceQuestion, origin: RequestOrigin): Promise<boolean> {
    const denied = await this.devices.deny(device.id);
    if (denied) this.record('consent.denied', { client, user }, origin);
    return denied;
  }

  private record(
    type: 'consent.granted' | 'consent.denied',
    { client, user }: Pick<DeviceQuestion, 'client' | 'user'>,
    origin: RequestOrigin,
  ): void {
    this.events.note({
      type,
      actor: { kind: 'user', id: user.sub },
      clientId: client.id,
      userId: user.sub,
      origin,
      facts: { grantType: DEVICE_CODE },
    });
  }
}
