import { Controller, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import {
  BrowserBinding,
  FormParameters,
  type HttpReply,
  type HttpRequest,
  PageEndpoint,
  Public,
} from '#platform/http';
import type { Parameters } from '#protocol';
import { type Session, Sessions } from '#people/sessions';
import { formOf } from './interaction-pages.js';
import type { Interaction } from './interaction.js';
import { Interactions } from './interactions.js';

/** The two ways on from the page that asks with which account (`prompt=select_account`). */
@ApiExcludeController()
@PageEndpoint('authorization')
@Controller('interaction/:uid')
export class AccountChoiceController {
  constructor(
    private readonly interactions: Interactions,
    private readonly browsers: BrowserBinding,
    private readonly sessions: Sessions,
  ) {}

  /** As the person who is signed in. */
  @Public()
  @Post('account')
  async keep(
    @Param('uid') uid: string,
    @FormParameters() form: Parameters,
    @Req() request: HttpRequest,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const { interaction, session } = await this.shown(uid, form, request, reply);
    if (interaction.prompt === 'select_account' && session !== undefined) {
      await this.interactions.recordChoice(uid, session.id);
    }
    void reply.redirect(interaction.returnTo, 303);
  }

  /** As somebody else, who has to sign in. */
  @Public()
  @Post('other-account')
  async other(
    @Param('uid') uid: string,
    @FormParameters() form: Parameters,
    @Req() request: HttpRequest,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const { interaction } = await this.shown(uid, form, request, reply);
    if (interaction.prompt === 'select_account') await this.interactions.ask(uid, 'login');
    void reply.redirect(`/interaction/${uid}`, 303);
  }

  private async shown(
    uid: string,
    form: Parameters,
    request: HttpRequest,
    reply: HttpReply,
  ): Promise<{ interaction: Interaction; session: Session | undefined }> {
    const session = await this.sessions.current(request);
    this.browsers.checkForm(request, formOf(uid, session), form.get('csrf'));
    return { interaction: await this.interactions.find(uid, request, reply), session };
  }
}
