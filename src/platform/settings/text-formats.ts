import { isColour, nearestAccent, type Scheme } from '#platform/http';
import { displayTextError, webUriError } from '#protocol';

/** What texts of the settings have to be like. */
export type TextFormat = 'name' | 'picture' | 'contact' | 'colour-on-light' | 'colour-on-dark';

const isPage = (value: string): boolean =>
  webUriError(value, { allowHttp: true, allowFragment: true }) === undefined;

const isAddress = (value: string): boolean =>
  /^[^\s@<>"?&:/]+@[a-z\d-]+(?:\.[a-z\d-]+)+$/i.test(value);

function colourError(value: string, scheme: Scheme): string | undefined {
  if (!isColour(value)) return 'must be a colour such as #1f5f50';
  const nearest = nearestAccent(value, scheme);
  if (nearest === value) return undefined;
  return `cannot be read on ${scheme} ground (WCAG 2.2 §1.4.3); the nearest that can is ${nearest}`;
}

const RULES: Readonly<Record<TextFormat, (value: string) => string | undefined>> = {
  name: (value) => (displayTextError(value, 60) === undefined ? undefined : 'must be a name'),
  picture: (value) =>
    value === '' || isPage(value) ? undefined : 'must be the address of a picture on https',
  contact: (value) =>
    value === '' || isAddress(value) || isPage(value)
      ? undefined
      : 'must be an e-mail address or a page on https',
  'colour-on-light': (value) => colourError(value, 'light'),
  'colour-on-dark': (value) => colourError(value, 'dark'),
};

/** What each text of a list has to be like. */
export type ItemFormat = 'domain' | 'id';

const ITEMS: Readonly<Record<ItemFormat, readonly [RegExp, string]>> = {
  domain: [
    /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}$/,
    'must hold domains in lower case, such as example.com',
  ],
  id: [/^[\w-]{1,64}$/, 'must hold ids'],
};

export function itemError(format: ItemFormat, item: unknown): string | undefined {
  const [form, error] = ITEMS[format];
  return typeof item === 'string' && item.length <= 253 && form.test(item) ? undefined : error;
}

/** Why a text cannot be what it is to be, as the end of a sentence. */
export function textError(format: TextFormat, value: unknown): string | undefined {
  return typeof value === 'string' ? RULES[format](value) : 'must be a text';
}
