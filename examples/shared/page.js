// @ts-check

/**
 * A page of an example that has no more than a few.
 *
 * @param {string} title
 * @param {string} style CSS
 * @param {string} content markup, with everything that came from outside escaped
 */
export function page(title, style, content) {
  return `<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>${title}</title>
        <style>${style}</style>
      </head>
      <body><main><h1>${title}</h1>${content}</main></body>
    </html>`;
}

/** @param {string} text */
export function escape(text) {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
