import { Injectable } from '@nestjs/common';
import { type Client, Clients, Subjects } from '#registry/clients';
import { Config } from '#platform/config';
import { SessionClients } from '#people/sessions';

/** Limit: clients that are told of one sign-out through the browser: as many frames as one page loads. */
const MAX_FRAMES = 30;

/** Clients that learn of a logout through the browser (Front-Channel Logout 1.0). */
@Injectable()
export class FrontChannelLogout {
  constructor(
    private readonly config: Config,
    private readonly clients: Clients,
    private readonly sessionClients: SessionClients,
    private readonly subjects: Subjects,
  ) {}

  /** What has to be loaded for the session to end everywhere: with `iss` and `sid`, always both (§2). */
  async framesOf(sessionId: string): Promise<string[]> {
    const ids = await this.sessionClients.of(sessionId);
    const clients = await Promise.all(ids.map(async (id) => this.clients.find(id)));
    return clients
      .flatMap((client) => (client?.disabled === false ? this.frameOf(client, sessionId) : []))
      .slice(0, MAX_FRAMES);
  }

  private frameOf(client: Client, sessionId: string): string[] {
    const { frontchannel_logout_uri: uri } = client.metadata;
    if (uri === undefined) return [];
    const sid = this.subjects.sidOf(client, sessionId);
    const separator = uri.includes('?') ? '&' : '?';
    const { issuer: iss } = this.config;
    return [`${uri}${separator}${new URLSearchParams({ iss, sid }).toString()}`];
  }
}
