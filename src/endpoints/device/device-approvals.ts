import { Injectable } from '@nestjs/common';
import { Transactions } from '#platform/database';
import { type Event, Events } from '#platform/events';
import { Consents } from '#people/consent';
import { DEVICE_CODE, DeviceAuthorizationRepository } from '#tokens/device-authorization';
import type { RequestOrigin } from '#platform/http';
import type { LiveSession, Session } from '#people/sessions';
import type { DeviceQuestion } from './device-questions.js';

/** What people decide about devices. */
@Injectable()
export class DeviceApprovals {
  constructor(
    private readonly devices: DeviceAuthorizationRepository,
    private readonly consents: Consents,
    private readonly transactions: Transactions,
    private readonly events: Events,
  ) {}

  /** Approves nothing when it was decided before, or comes too late. */
  async approve(
    { device, client, user, granted }: DeviceQuestion,
    session: LiveSession,
    origin: RequestOrigin,
  ): Promise<void> {
    await this.transactions.run(async (manager) => {
      const consent = client.metadata.first_party
        ? undefined
        : await this.consents.grant(manager, { userId: user.sub, clientId: client.id, granted });
      const approved = await this.devices.approve(manager, device.id, {
        userId: user.sub,
        credentialVersion: session.credentialVersion,
        accessVersion: session.accessVersion,
        roleVersion: user.roleVersion,
        groupVersion: user.groupVersion,
        session: { id: session.id, authTime: session.authTime, factors: session.factors },
        consentId: consent?.id,
        granted,
      });
      // The consent stands also when the device was decided about in another window meanwhile.
      if (approved || consent !== undefined) {
        const event = eventOf('consent.granted', { client, user }, origin);
        const facts = { ...event.facts, scope: granted.scope };
        await this.events.record(manager, { ...event, facts });
      }
    });
  }

  /** Does nothing when it was decided before, or comes too late. */
  async deny(
    { device, client, user }: DeviceQuestion,
    session: Session,
    origin: RequestOrigin,
  ): Promise<void> {
    await this.transactions.run(async (manager) => {
      const denied = await this.devices.deny(manager, device.id, session);
      const event = eventOf('consent.denied', { client, user }, origin);
      if (denied) await this.events.record(manager, event);
    });
  }
}

function eventOf(
  type: 'consent.granted' | 'consent.denied',
  { client, user }: Pick<DeviceQuestion, 'client' | 'user'>,
  origin: RequestOrigin,
): Event {
  return {
    type,
    actor: { kind: 'user', id: user.sub },
    clientId: client.id,
    userId: user.sub,
    origin,
    facts: { grantType: DEVICE_CODE },
  };
}
