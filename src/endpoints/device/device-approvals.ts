import { Injectable } from '@nestjs/common';
import { Events } from '#platform/events';
import { Config } from '#platform/config';
import { Consents } from '#people/consent';
import { DEVICE_CODE, DeviceAuthorizationRepository } from '#tokens/device-authorization';
import type { RequestOrigin } from '#platform/http';
import { OAuthError } from '#protocol';
import type { Session } from '#people/sessions';
import { grantedResources } from '#people/users';
import type { DeviceQuestion } from './device-questions.js';

/** What people decide about devices. */
@Injectable()
export class DeviceApprovals {
  constructor(
    private readonly config: Config,
    private readonly devices: DeviceAuthorizationRepository,
    private readonly consents: Consents,
    private readonly events: Events,
  ) {}

  /** @returns false when it was decided before, or came too late */
  async approve(
    { device, client, user, scope }: DeviceQuestion,
    session: Session,
    origin: RequestOrigin,
  ): Promise<boolean> {
    const approved = await this.devices.approve(device.id, {
      userId: user.sub,
      credentialVersion: session.credentialVersion,
      session: { id: session.id, authTime: session.authTime, amr: session.amr },
      consentId: client.metadata.first_party
        ? undefined
        : await this.consent(user.sub, client.id, scope),
      scope,
      resources: grantedResources(device.resources, scope, this.config),
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

  private async consent(userId: string, clientId: string, scope: readonly string[]) {
    await this.consents.grant(userId, clientId, scope);
    const consent = await this.consents.find(userId, clientId);
    if (consent !== undefined) return consent.id;
    // Withdrawn in the same moment, in another window: that is what counts.
    throw OAuthError.accessDenied('The consent was withdrawn.');
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
