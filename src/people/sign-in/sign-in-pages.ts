import { Injectable } from '@nestjs/common';
import { randomToken } from '#platform/crypto';
import { type Browser, BrowserBinding } from '#platform/http';
import { fill, type Said, type Spoken, type Text, type Texts } from '#platform/texts';
import type { Parameters } from '#protocol';
import { PasswordRules, type User } from '#people/users';
import type { Interaction } from './interaction.js';
import { type LoginForm, loginPage, newPasswordPart } from './interaction.page.js';
import type {
  MethodContext,
  MethodPart,
  RegisteredMethod,
  Refusal,
} from './methods/sign-in-method.js';
import { SignInMethods } from './methods/sign-in-methods.js';
import { PageOffers, type PageStep } from './page-offers.js';
import { PageClients } from './page-clients.js';

/** Which form the page shows; and what came of it, where it was sent before. */
export interface Shown {
  readonly path?: string;
  /** Until when they may put it off. */
  readonly until?: number;
  /** The authentication context that has to be reached. */
  readonly acr?: string | undefined;
  readonly refusal?: Refusal;
  readonly form?: Parameters;
}

/** What a page offers, and the form of another way. */
interface Offered {
  readonly methods: readonly RegisteredMethod[];
  readonly other?: { readonly path: string; readonly title: Text };
}

/** The pages on which people prove who they are: with one form for each way. */
@Injectable()
export class SignInPages {
  constructor(
    private readonly browsers: BrowserBinding,
    private readonly methods: SignInMethods,
    private readonly pageClients: PageClients,
    private readonly offers: PageOffers,
    private readonly rules: PasswordRules,
  ) {}

  /** @param person who is known to be here: asked for a second factor, or to prove it once more */
  async show(
    step: PageStep,
    interaction: Interaction,
    person: User | undefined,
    browser: Browser,
    shown?: Shown,
  ): Promise<void> {
    browser.reads({ person: person?.claims.locale });
    const context: MethodContext = { interaction, person, browser };
    const { methods, other } = await this.offered(step, context, shown);
    const forms = await this.formsOf(step, methods, context, shown);
    const scripts = [...new Set(forms.flatMap(({ script }) => script?.path ?? []))];
    const scriptNonce = scripts.length === 0 ? undefined : randomToken();
    const { client, page } = await this.pageClients.shownIn(interaction);
    const at = `/interaction/${interaction.uid}`;
    const document = loginPage.render({
      ...{ ...textsOf(step, interaction), client: page, methods: forms, scripts, scriptNonce },
      anotherWay: other && { url: `${at}/with/${other.path}`, title: other.title },
      cancelAction: `${at}/cancel`,
      later: laterAt(at, shown),
      ...(await this.offers.at(step, {
        ...{ recovers: methods.some(({ method }) => method.recovers), interaction },
      })),
      kept: shown?.form?.get('keep') === 'on',
      csrf: this.browsers.csrfToken(browser, formOfStep(step, interaction, person)),
    });
    const refusal = shown?.refusal;
    const status = refusal?.status ?? 400;
    if (status === 429) browser.setHeader('retry-after', '1');
    browser.show(document, {
      ...(refusal === undefined ? {} : { status }),
      ...(scriptNonce === undefined ? {} : { scriptNonce }),
      formLeadsAway: client !== undefined || forms.some(({ leadsAway }) => leadsAway),
    });
  }

  /** Nobody's method: whatever they sign in with, they choose another password. */
  private async newPassword({ interaction, person }: MethodContext, shown: Shown | undefined) {
    if (person === undefined) throw new Error('nobody is known');
    const { username } = person;
    return {
      ...{ id: 'new-password', part: newPasswordPart.name, script: undefined, leadsAway: false },
      fields: { rule: await this.rules.inWords(person), username },
      action: `/interaction/${interaction.uid}/new-password`,
      error: shown?.refusal?.text,
      buttons: [
        { id: 'new-password-submit', text: (t: Texts) => t.signInSteps.new_password.submit },
      ],
    };
  }

  private async formsOf(
    step: PageStep,
    methods: readonly RegisteredMethod[],
    context: MethodContext,
    shown: Shown | undefined,
  ) {
    if (step === 'new_password') return [await this.newPassword(context, shown)];
    const forms: (Spoken<LoginForm> & { script: MethodPart['script']; leadsAway: boolean })[] = [];
    for (const one of methods) {
      const { path, kind } = one;
      const again = shown?.path === path ? shown : undefined;
      const parts = await this.partOf(one, step, context, again?.form);
      const { part, model, script, submit, submitId } = parts;
      const { uid } = context.interaction;
      forms.push({
        ...{ id: path, part: part.name, fields: model ?? {}, script },
        leadsAway: kind === 'federated',
        action: `/interaction/${uid}/${enrols(step) ? 'enrol/' : ''}${path}`,
        callAction: one.method.calls === undefined ? undefined : `/interaction/${uid}/${path}`,
        error: again?.refusal && (again.refusal.text ?? one.method.wrong),
        buttons: parts.buttons ?? [
          {
            id: submitId ?? `${path}-submit`,
            text: submit ?? ((t: Texts) => t.signInSteps[step].submit),
          },
        ],
      });
    }
    return forms;
  }

  /** The methods whose forms stand on the page, and what "Try another way" leads to. */
  private async offered(
    step: PageStep,
    context: MethodContext,
    shown: Shown | undefined,
  ): Promise<Offered> {
    const { person } = context;
    if (step === 'login') return this.primary(context);
    if (step === 'enrolment' || step === 'grace')
      return { methods: this.methods.enrollable(shown?.acr) };
    if (person === undefined) return { methods: [] };
    if (step === 'recovery') return { methods: await this.methods.missingRecovery(person) };
    // One at a time, in turn: people have rarely more than one at hand.
    const theirs = await this.methods.second(person, shown?.acr);
    const place = Math.max(
      theirs.findIndex(({ path }) => path === shown?.path),
      0,
    );
    const methods = theirs.slice(place, place + 1);
    const next = theirs[(place + 1) % theirs.length];
    if (next === undefined || theirs.length === 1) return { methods };
    return { methods, other: { path: next.path, title: next.method.title ?? next.path } };
  }

  /** Where the domain decides, everybody is asked who they are before they prove it. */
  private async primary({ interaction, person }: MethodContext): Promise<Offered> {
    const all = await this.methods.primary(person);
    // An account here is proven by what belongs to it.
    if (interaction.upstream?.linksTo !== undefined) {
      return { methods: all.filter(({ kind }) => kind !== 'federated') };
    }
    const first = await this.offers.identifierFirst(interaction, person);
    if (first === 'asked') return { methods: beforeProof(all) };
    const other = { path: 'upstream', title: (t: Texts) => t.upstream.address };
    return first === 'done' ? { methods: all, other } : { methods: all };
  }

  private async partOf(
    { method }: RegisteredMethod,
    step: PageStep,
    context: MethodContext,
    typed: Parameters | undefined,
  ): Promise<MethodPart> {
    const { person, browser } = context;
    if (!enrols(step)) return method.page(context, typed);
    if (method.enrolment === undefined || person === undefined) throw new Error('nobody to enrol');
    return method.enrolment.begin(person, browser, typed);
  }
}

/** What is asked first where the domain decides: who they are, or what needs no name. */
function beforeProof(methods: readonly RegisteredMethod[]): RegisteredMethod[] {
  const elsewhere = methods.filter(({ kind }) => kind === 'federated');
  const nameless = methods.filter(({ kind }) => kind !== 'federated' && kind !== 'knows');
  return [...elsewhere, ...nameless];
}

/** Whoever comes from elsewhere and would be somebody here is told what is asked of them. */
function textsOf(step: PageStep, { upstream }: Interaction): { title: Said; lead?: Said } {
  if (step === 'login' || step === 'recovery') {
    if (step === 'recovery' || upstream?.linksTo === undefined) {
      return { title: (t) => t.signInSteps[step].title };
    }
    const { email = '', name = '' } = upstream;
    const lead: Said = (t) => fill(t.upstream.link.lead, { email, name });
    return { title: (t) => t.upstream.link.title, lead };
  }
  return { title: (t) => t.signInSteps[step].title, lead: (t) => t.signInSteps[step].lead };
}

function laterAt(at: string, { until }: Shown = {}) {
  return until === undefined ? undefined : { action: `${at}/later`, until };
}

const enrols = (step: PageStep): boolean =>
  step === 'enrolment' || step === 'grace' || step === 'recovery';

/**
 * What the anti-CSRF token of a page is about. A second factor is that of one person: a page for another
 * speaks to the wrong one (attack A29).
 */
export function formOfStep(step: PageStep, { uid }: Interaction, person: User | undefined): string {
  return step === 'login' ? uid : `${uid}|${person?.sub ?? ''}`;
}
