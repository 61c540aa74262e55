import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

export interface Asset {
  body: Buffer;
  contentType: string;
}

// The order of the cascade; one stylesheet on the wire.
const STYLES = ['theme', 'page', 'controls', 'lists', 'account'];

const read = (path: string): Buffer => readFileSync(new URL(path, import.meta.url));

const stylesheet: Asset = {
  body: Buffer.concat(STYLES.map((name) => read(`./styles/${name}.css`))),
  contentType: 'text/css; charset=utf-8',
};

const icon: Asset = { body: read('./gatehouse.svg'), contentType: 'image/svg+xml' };

function hashedPath(asset: Asset, extension: string): string {
  const hash = createHash('sha256').update(asset.body).digest('hex').slice(0, 16);
  return `/assets/gatehouse.${hash}.${extension}`;
}

/** URL paths the layout links to. */
export const stylesheetPath = hashedPath(stylesheet, 'css');
export const iconPath = hashedPath(icon, 'svg');

const served = new Map([
  [stylesheetPath, stylesheet],
  [iconPath, icon],
]);

/** URL path to content. The hash is in the path, so that an answer may be cached for ever. */
export const assets: ReadonlyMap<string, Asset> = served;

/**
 * Serves the script `<name>.script.js` that lies beside a module; a page names it and its nonce.
 * @param module its `import.meta.url`
 */
export function defineScript(module: string, name: string): { readonly path: string } {
  const body = readFileSync(new URL(`./${name}.script.js`, module));
  const script = { body, contentType: 'text/javascript; charset=utf-8' };
  const path = hashedPath(script, 'js').replace('/gatehouse.', `/${name}.`);
  served.set(path, script);
  return { path };
}
