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
import type { Said } from '#platform/texts';
import type { Parameters } from '#protocol';
import { Sessions } from '#people/sessions';
import { PasswordChange } from '#people/users';
import { Interactions } from './interactions.js';
import { Proofs } from './proofs.js';
import { RepeatedForms } from './repeated-forms.js';
import { SignIn } from './sign-in.js';
import { formOfStep, SignInPages } from './sign-in-pages.js';

/** Somebody chooses another password before they are signed in, having proven everything else. */
@ApiExcludeController()
@PageEndpoint('authorization', { popups: true })
@Controller('interaction/:uid/new-password')
export class NewPasswordController {
  constructor(
    private readonly interactions: Interactions,
    private readonly signIn: SignIn,
    private readonly sessions: Sessions,
    private readonly browsers: BrowserBinding,
    private readonly passwords: PasswordChange,
    private readonly proofs: Proofs,
    private readonly pages: SignInPages,
    private readonly repeated: RepeatedForms,
  ) {}

  @Public()
  @Post()
  async choose(
    @Param('uid') uid: string,
    @FormParameters() form: Parameters,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const browser = new Browser(reply);
    form.rejectDuplicates();
    const interaction = await this.interactions.find(uid, browser);
    const sent = { interaction, form, browser };
    if (await this.repeated.goesOn(sent)) return;
    const session = await this.sessions.current(browser);
    const person = await this.signIn.personOf(interaction, session);
    const again = `/interaction/${interaction.uid}`;
    if (person === undefined) {
      // Ended meanwhile: they begin again, and nothing comes of the form. Or it came twice.
      if (!(await this.repeated.hasGoneOn(sent))) browser.redirect(again);
      return;
    }
    this.browsers.checkForm(
      browser,
      formOfStep('new_password', interaction, person),
      form.get('csrf'),
    );
    const assessment = await this.signIn.judge(interaction.requirement, session, interaction);
    const asked = assessment.kind === 'ask' && assessment.step === 'new_password';
    if (!asked || interaction.answered || interaction.uid !== uid) {
      browser.redirect(again);
      return;
    }
    const author = { actor: { kind: 'user', id: person.sub }, origin: browser.origin } as const;
    const wanted = form.get('new_password') ?? '';
    const error = differenceIn(wanted, form.get('repeat_password') ?? '');
    const outcome =
      error === undefined
        ? await this.passwords.renew(person, wanted, author)
        : { kind: 'refused' as const, reason: error };
    if (outcome.kind === 'refused') {
      const refusal = { text: outcome.reason };
      await this.pages.show('new_password', interaction, person, browser, { refusal });
      return;
    }
    if (outcome.kind === 'changed') {
      const signedIn = await this.proofs.carryOver(sent, outcome.user);
      browser.redirect(signedIn ? interaction.returnTo : again);
    } else if (!(await this.repeated.hasGoneOn(sent))) browser.redirect(again);
  }
}

function differenceIn(wanted: string, repeated: string): Said | undefined {
  if (wanted === '' || repeated === '') return (t) => t.passwordLink.fillIn;
  return wanted === repeated ? undefined : (t) => t.passwordLink.different;
}
