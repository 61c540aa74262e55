import { readFileSync } from 'node:fs';
import { Eta } from 'eta/core';
import { fill, type Spoken, spoken, type Texts, textsFor } from '#platform/texts';
import { iconPath } from './assets.js';
import type { Look } from './look.js';
import { applicationLink, formPostTarget, sameOriginPath, webLink } from './links.js';
import { markup } from './markup.js';
import { browserName, monogram } from './wording.js';

export { assets, defineScript, iconPath } from './assets.js';
export { sameOriginPath } from './links.js';

/** What templates may use besides the model and the texts; the values that they print are not trusted. */
function wordsIn(texts: Texts) {
  return {
    applicationLink,
    formPostTarget,
    sameOriginPath,
    webLink,
    fill,
    monogram,
    browserName: (userAgent: string | undefined) => browserName(userAgent, texts),
    ...markup(texts),
  };
}

function otherLanguages({ languages, languagePath, here, texts }: Look) {
  if (languagePath === undefined || here === undefined) return [];
  return languages
    .filter((language) => language !== texts.language)
    .map((language) => ({
      language,
      name: textsFor(language).ownName,
      href: `${languagePath}/${language}?to=${encodeURIComponent(here)}`,
    }));
}

/** By catalogue: what does not change from page to page. */
const words = new WeakMap<Texts, ReturnType<typeof wordsIn>>();

function wordsOf(texts: Texts) {
  const known = words.get(texts) ?? wordsIn(texts);
  words.set(texts, known);
  return known;
}

// The core build of eta has no file access, so a template name can never become a path.
const templates = new Eta({
  autoEscape: true,
  functionHeader: 'const { model, words, t, brand } = it;',
});
const loaded = new Set<string>();

/** A piece of a page that lies in a template of its own, and that several pages may share. */
export interface Part {
  readonly name: string;
}

export interface Page<Model> {
  render(model: Spoken<Model>): Document;
}

/** A page that is put together, but for how all pages look. */
export interface Document {
  /** A complete HTML document. */
  in(look: Look): string;
}

/**
 * Loads the template `<name>.eta` that lies beside a module: a broken one stops the start, not a sign-in.
 * @param module its `import.meta.url`
 * @param parts that the template includes; whoever imports them has loaded them
 */
export function definePart(module: string, name: string, parts: readonly Part[] = []): Part {
  if (loaded.has(name)) throw new Error(`There are two templates ${name}.eta`);
  loaded.add(name);
  const text = readFileSync(new URL(`./${name}.eta`, module), 'utf8').trimEnd();
  const declared = new Set(parts.map((part) => part.name));
  for (const [, part = ''] of text.matchAll(/\binclude\('([^']+)'/g)) {
    if (!declared.has(part)) throw new Error(`${name}.eta includes ${part} without declaring it`);
  }
  templates.loadTemplate(name, text);
  return { name };
}

/**
 * A page, as its template shows it. A model may be hostile (client names, scope texts, user names,
 * `login_hint`): templates escape all of it. Its times are epoch seconds; `action`, `cancelAction` and
 * other `...Action` members are form targets on this origin, and every form posts `csrf`.
 */
export function definePage<Model>(
  module: string,
  name: string,
  parts: readonly Part[] = [],
): Page<Model> {
  definePart(module, name, parts);
  return {
    render: (model) => ({
      in: (look) => {
        const { texts: t, brand } = look;
        return templates.render(name, {
          ...{ model: spoken<Model>(model, t), t, words: wordsOf(t), brand, iconPath },
          others: otherLanguages(look),
        });
      },
    }),
  };
}

definePart(import.meta.url, '_layout');
