import { iconPath } from '#platform/http';
import type { Asset } from './asset.js';

/** The page of Swagger UI. All parts are ours, none comes from a request. */
export const swaggerUiPage = (styles: readonly Asset[], scripts: readonly Asset[]): string =>
  page(
    'Gatehouse API',
    [
      ...styles.map(({ name }) => `<link rel="stylesheet" href="/docs/${name}">`),
      ...scripts.map(({ name }) => `<script src="/docs/${name}" defer></script>`),
    ],
    '<div id="swagger-ui"><noscript>Swagger UI needs JavaScript. <a href="/openapi.json">The API document</a> does not.</noscript></div>',
  );

/** The page to which Gatehouse sends the window that signs in. */
export const oauth2RedirectPage = (styles: readonly Asset[], script: Asset): string =>
  page(
    'Signed in',
    [
      ...styles.map(({ name }) => `<link rel="stylesheet" href="/docs/${name}">`),
      `<script src="/docs/${script.name}" defer></script>`,
    ],
    '<p class="gatehouse-note">Swagger UI goes on in its own window. This one can be closed. <a href="/docs">Open Swagger UI here</a></p>',
  );

const page = (title: string, head: readonly string[], body: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="icon" type="image/svg+xml" href="${iconPath}">
${head.join('\n')}
</head>
<body>
${body}
</body>
</html>
`;
