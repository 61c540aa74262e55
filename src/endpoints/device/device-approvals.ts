import { Injectable } from '@nestjs/common';
import { Transactions } from '#platform/database';
import { type Event, Events } from '#platform/events';
import { Config } from '#platform/config';
import { Consents } from '#people/consent';
import { DEVICE_CODE, DeviceAuthorizationRepository } from '#tokens/device-authorization';
import { type HttpRequest, originOf } from '#platform/http';
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
    private readonly transactions: Transactions,
    private readonly events: Events,
  ) {}

  /** @returns false when it was decided before, or came too late */
  async approve(
    { device, client, user, scope }: DeviceQuestion,
    session: Session,
    request: HttpRequest,
  ): Promise<boolean> {
    const { userId, credentialVersion, id, authTime, amr } = session;
    return this.transactions.run(async (manager) => {
      const consentId = client.metadata.first_party
        ? undefined
        : await this.consents.grant(manager, { userId, clientId: client.id, scope });
      const approved = await this.devices.approve(manager, device.id, {
        userId,
        credentialVersion,
        session: { id, authTime, amr },
        consentId,
        scope,
        resources: grantedResources(device.resources, scope, this.config),
      });
      // The consent stands also when the device was decided about in another window meanwhile.
      if (approved || consentId !== undefined) {
        const event = eventOf('consent.granted', { client, user }, request);
        await this.events.record(manager, { ...event, facts: { ...event.facts, scope } });
      }
      return approved;
    });
  }

  /** @returns false when it was decided before, or came too late */
  async deny({ device, client, user }: DeviceQuestion, request: HttpRequest): Promise<boolean> {
    return this.transactions.run(async (manager) => {
      const denied = await this.devices.deny(manager, device.id);
      const event = eventOf('consent.denied', { client, user }, request);
      if (denied) await this.events.record(manager, event);
      return denied;
    });
  }
}

function eventOf(
  type: 'consent.granted' | 'consent.denied',
  { client, user }: Pick<DeviceQuestion, 'client' | 'user'>,
  request: HttpRequest,
): Event {
  return {
    type,
    actor: { kind: 'user', id: user.sub },
    clientId: client.id,
    userId: user.sub,
    origin: originOf(request),
    facts: { grantType: DEVICE_CODE },
  };
}
