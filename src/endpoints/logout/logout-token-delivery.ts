import { Injectable } from '@nestjs/common';
import { Clients } from '#registry/clients';
import { OutboundDocuments } from '#platform/outbound';
import { Lane, type LaneHandler, type Message } from '#platform/outbox';
import { LOGOUT_LANE, type LogoutMessage } from '#people/sessions';
import { LogoutTokens } from '#tokens';

/** Tells a client that a session has ended (Back-Channel Logout 1.0 §2.5). */
@Lane(LOGOUT_LANE)
@Injectable()
export class LogoutTokenDelivery implements LaneHandler {
  constructor(
    private readonly clients: Clients,
    private readonly tokens: LogoutTokens,
    private readonly outbound: OutboundDocuments,
  ) {}

  /** @throws OutboundError, or another, when the client has to be told again */
  async deliver({ recipient, payload }: Message): Promise<void> {
    const client = await this.clients.find(recipient);
    const address = client?.metadata.backchannel_logout_uri;
    // Whoever is only told through the browser, or by now not at all.
    if (client === undefined || client.disabled || address === undefined) return;
    const { userId, sessionId } = payload as LogoutMessage;
    // A new token for each attempt: the client may have remembered the jti of the last.
    const token = await this.tokens.issue(client, userId, sessionId);
    await this.outbound.postForm(address, { logout_token: token });
  }
}
