import { readFileSync } from 'node:fs';
import { definePage, type Look, PLAIN_BRAND } from '#platform/http';
import { fill } from '#platform/texts';
import type { StoredMail } from './mail.js';

/** Both forms of a mail say the same. Names in it are not trusted: the one escapes them, the other is plain. */
interface MailModel {
  readonly subject: string;
  readonly greeting: string;
  readonly paragraphs: readonly string[];
  readonly button: { readonly label: string; readonly url: string } | undefined;
  readonly closing: readonly string[];
  readonly other: { readonly label: string; readonly url: string } | undefined;
  readonly undo: { readonly label: string; readonly url: string } | undefined;
  readonly footer: string;
  readonly help: string | undefined;
  readonly style: string;
}

/** In the mail itself: nothing is loaded from elsewhere. */
const style = readFileSync(new URL('./mail.css', import.meta.url), 'utf8');

const htmlPage = definePage<MailModel>(import.meta.url, '_mail-html');
const textPage = definePage<MailModel>(import.meta.url, '_mail-text');

/** Links in a mail, as addresses. */
export interface MailAddresses {
  readonly issuer: string;
  readonly link?: string | undefined;
  readonly other?: string | undefined;
  readonly undo?: string | undefined;
}

/** A mail in words. */
export function wordsOf(
  { kind, to, values = {} }: Pick<StoredMail, 'kind' | 'to' | 'values'>,
  { issuer, link, other, undo }: MailAddresses,
  look: Look,
): { readonly subject: string; readonly text: string; readonly html: string } {
  const { mails, layout } = look.texts;
  const { productName: product, support } = look.brand;
  const { subject, paragraphs, closing, ...labels } = mails.kinds[kind] as MailTexts;
  const linked = (label: string | undefined, url: string | undefined) =>
    label === undefined || url === undefined ? undefined : { label, url };
  const known = { product, issuer, ...values };
  const filled = (text: string) => oneLine(fill(text, known));
  const model: MailModel = {
    subject: filled(subject),
    greeting: oneLine(to.name === undefined ? mails.hello : fill(mails.helloTo, { name: to.name })),
    paragraphs: paragraphs.map(filled),
    button: linked(labels.button, link),
    closing: closing.map(filled),
    other: linked(labels.other, other),
    undo: linked(labels.undo, undo),
    footer: filled(mails.footer),
    help: support && `${layout.help} ${support.text}`,
    style: styleOf(look),
  };
  return {
    subject: model.subject,
    text: textPage.render(model).in(look),
    html: htmlPage.render(model).in(look),
  };
}

function styleOf({ brand: { accents } }: Look): string {
  const { light, dark } = PLAIN_BRAND.accents;
  return style.replaceAll(light, accents.light).replaceAll(dark, accents.dark);
}

/** The catalogue's mails, of which not every one has every part. */
interface MailTexts {
  readonly subject: string;
  readonly paragraphs: readonly string[];
  readonly button?: string;
  readonly other?: string;
  readonly closing: readonly string[];
  readonly undo?: string;
}

/** A name with line ends in it makes no paragraph, and no header, of its own (attack L18). */
function oneLine(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ');
}
