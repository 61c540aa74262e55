import { readdirSync, readFileSync } from 'node:fs';
import { Eta } from 'eta/core';
import { fill, type Texts, textsFor } from '#platform/texts';
import { iconPath, stylesheetPath } from './assets.js';
import { applicationLink, formPostTarget, sameOriginPath, webLink } from './links.js';
import type { PageModels, PageName } from './page-models.js';
import { markup } from './markup.js';
import { browserName, monogram } from './wording.js';

export type * from './account.page.js';
export type * from './page-models.js';
export type * from './page-parts.js';
export { assets, iconPath } from './assets.js';

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

const english = { t: textsFor(), words: wordsIn(textsFor()) };

/**
 * Compiles every template once, at load: a broken one stops the start, not a sign-in. The core build
 * of eta has no file access, so a template name can never become a path.
 */
function compileTemplates(folder: URL): Eta {
  const eta = new Eta({ autoEscape: true, functionHeader: 'const { model, words, t } = it;' });
  for (const file of readdirSync(folder)) {
    if (!file.endsWith('.eta')) continue;
    eta.loadTemplate(
      file.slice(0, -'.eta'.length),
      readFileSync(new URL(file, folder), 'utf8').trimEnd(),
    );
  }
  return eta;
}

const templates = compileTemplates(new URL('./templates/', import.meta.url));

/**
 * A complete HTML document.
 * @throws TypeError from `form-post` when its action is not an http(s) URI
 */
export function renderPage<P extends PageName>(page: P, model: PageModels[P]): string {
  return templates.render(page, { model, ...english, stylesheetPath, iconPath });
}
