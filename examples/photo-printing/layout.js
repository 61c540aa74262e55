// @ts-check

/** Markup that is safe to insert as it is. */
class Markup {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
  }
}

/**
 * Escapes every value, except markup that this function made itself.
 *
 * @param {TemplateStringsArray} strings
 * @param {...(string | number | Markup | Markup[])} values
 * @returns {Markup}
 */
export function html(strings, ...values) {
  return new Markup(String.raw({ raw: strings }, ...values.map(render)));
}

/**
 * @param {string} title
 * @param {Markup} content
 * @returns {string} a page
 */
export function layout(title, content) {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Photo printing</title>
        <link rel="stylesheet" href="/style.css" />
        <link rel="icon" href="/icon.svg" />
      </head>
      <body>
        <p class="brand"><a href="/">Photo printing</a></p>
        <main>${content}</main>
      </body>
    </html>`.text;
}

/** @param {string | number | Markup | Markup[]} value */
function render(value) {
  if (value instanceof Markup) return value.text;
  if (Array.isArray(value)) return value.map((item) => item.text).join('');
  return String(value).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
