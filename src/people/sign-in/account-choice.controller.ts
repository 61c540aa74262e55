import { Controller, Param, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import {
  Browser,
  BrowserBinding,
  FormParameters,
  type HttpReply,
  PageEndpoint,
  Public,
} from '#platform/http';
import type { Parameters } from '#protocol';
import { type Session, Sessions } from '#people/sessions';
import { formOf, OTHER } from './interaction-pages.js';
import type { Interaction } from './interaction.js';
import { Interactions } from './interactions.js';

/** As whom to go on: asked for `prompt=select_account`, and of whoever is not the one on the consent page. */
@ApiExcludeController()
@PageEndpoint('authorization', { popups: true })
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
    @Res() reply: HttpReply,
  ): Promise<void> {
    const browser = new Browser(reply);
    const { interaction, session } = await this.shown(uid, form, browser);
    if (interaction.prompt === 'select_account' && session !== undefined) {
      await this.interactions.recordChoice(interaction.uid, session.id);
    }
    browser.redirect(interaction.returnTo);
  }

  /** As somebody else, who has to sign in. */
  @Public()
  @Post('other-account')
  async other(
    @Param('uid') uid: string,
    @FormParameters() form: Parameters,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const browser = new Browser(reply);
    const { interaction } = await this.shown(uid, form, browser);
    if (interaction.answered) {
      browser.redirect(interaction.returnTo);
      return;
    }
    if (interaction.prompt !== 'resume') await this.interactions.askWhoElse(interaction.uid);
    browser.redirect(`/interaction/${interaction.uid}?user=${OTHER}`);
  }

  private async shown(
    uid: string,
    form: Parameters,
    browser: Browser,
  ): Promise<{ interaction: Interaction; session: Session | undefined }> {
    const session = await this.sessions.current(browser);
    this.browsers.checkForm(browser, formOf(uid, session), form.get('csrf'));
    return { interaction: await this.interactions.find(uid, browser), session };
  }
}
