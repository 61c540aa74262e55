import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, extname } from 'node:path';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};

/** A file of the documentation pages. */
export interface Asset {
  /** Changes with the content, so that browsers may keep it for ever. */
  readonly name: string;
  readonly contentType: string;
  readonly body: Buffer;
}

export function asset(file: string, content: string | Buffer): Asset {
  const extension = extname(file);
  const contentType = CONTENT_TYPES[extension];
  if (contentType === undefined) throw new Error(`no content type is known for ${file}`);
  const body = Buffer.from(content);
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 16);
  return { name: `${basename(file, extension)}.${hash}${extension}`, contentType, body };
}

/** A file of the package `swagger-ui-dist` as it is installed. */
export function upstreamAsset(file: string): Asset {
  const path = createRequire(import.meta.url).resolve(`swagger-ui-dist/${file}`);
  return asset(file, readFileSync(path));
}
