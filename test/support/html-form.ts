const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

export function decodeEntities(text: string): string {
  return text.replace(/&(#x[\da-f]+|#\d+|\w+);/gi, (whole, name: string) => {
    if (/^#x/i.test(name)) return String.fromCodePoint(Number.parseInt(name.slice(2), 16));
    if (name.startsWith('#')) return String.fromCodePoint(Number(name.slice(1)));
    return ENTITIES[name.toLowerCase()] ?? whole;
  });
}

type Attributes = Readonly<Record<string, string>>;

function attributes(tag: string): Attributes {
  const found: Record<string, string> = {};
  for (const match of tag.matchAll(/([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?/g)) {
    const [, name = '', double, single, bare] = match;
    found[name.toLowerCase()] = decodeEntities(double ?? single ?? bare ?? '');
  }
  return found;
}

function tags(html: string, name: string): Attributes[] {
  const pattern = new RegExp(`<${name}\\b([^>]*)>`, 'gi');
  return [...html.matchAll(pattern)].map((match) => attributes(match[1] ?? ''));
}

/** A form as a browser without JavaScript sees it. */
export interface Form {
  readonly action: string;
  readonly method: string;
  /** What a browser would send if nothing were typed or ticked, without buttons. */
  readonly fields: Readonly<Record<string, string>>;
  readonly buttons: readonly Attributes[];
  /** Ids of all inputs and buttons in it. */
  readonly ids: readonly string[];
}

export function parseForms(html: string): Form[] {
  return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/gi)].map((match) => {
    const own = attributes(match[1] ?? '');
    const inputs = tags(match[2] ?? '', 'input');
    const buttons = tags(match[2] ?? '', 'button');
    const sent = inputs.filter(
      ({ type = 'text', ...rest }) =>
        rest['name'] !== undefined &&
        !(['checkbox', 'radio'].includes(type) && !('checked' in rest)) &&
        type !== 'submit',
    );
    return {
      action: own['action'] ?? '',
      method: (own['method'] ?? 'get').toUpperCase(),
      fields: Object.fromEntries(sent.map((input) => [input['name'], input['value'] ?? ''])),
      buttons,
      ids: [...inputs, ...buttons].flatMap(({ id }) => (id === undefined ? [] : [id])),
    };
  });
}
