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

/** URL path to content. The hash is in the path, so that an answer may be cached for ever. */
export const assets: ReadonlyMap<string, Asset> = new Map([
  [stylesheetPath, stylesheet],
  [iconPath, icon],
]);
