import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import {
  Browser,
  ErrorForPeople,
  type HttpReply,
  type HttpRequest,
  PageEndpoint,
  Public,
  QueryParameters,
} from '#platform/http';
import type { Parameters } from '#protocol';
import { type Journey, Journeys } from '../../journeys.js';
import { Proving } from '../../proving.js';
import { AccountLinking } from './account-linking.js';
import type { UpstreamVisit } from './upstream-client.js';

/** Where identity providers send people back to: each to an address of its own (RFC 9700 §4.4.2). */
@ApiExcludeController()
@PageEndpoint('authorization', { popups: true })
@Controller('upstream/:provider')
export class UpstreamController {
  constructor(
    private readonly journeys: Journeys,
    private readonly proving: Proving,
    private readonly linking: AccountLinking,
  ) {}

  @Public()
  @Get('callback')
  async comeBack(
    @Param('provider') provider: string,
    @QueryParameters() query: Parameters,
    @Req() request: HttpRequest,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const browser = new Browser(reply);
    query.rejectDuplicates();
    const state = query.get('state');
    if (state === undefined) throw new ErrorForPeople('interactionOver');
    const journey = this.journeys.end('upstream', state, browser);
    // What one provider answers is taken by no other (attack I23).
    const visit = visitOf(journey);
    if (visit?.provider !== provider || visit.state !== state) {
      throw new ErrorForPeople('interactionOver');
    }
    const url = request.raw.url ?? '';
    if (await this.linking.comeBack(journey, url, browser)) return;
    await this.proving.comeBack(journey, { query, url }, browser);
  }
}

const visitOf = ({ session }: Journey): UpstreamVisit | undefined =>
  session['visit'] as UpstreamVisit | undefined;
