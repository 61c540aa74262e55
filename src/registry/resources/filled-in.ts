/** What stands between braces in what a preset says, by name. */
export type Facts = Readonly<Record<string, string>>;

/** The text with the facts where `{name}` stands; what is not known stays as it is. */
export function filledIn(text: string, facts: Facts): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => facts[name] ?? place);
}

/** The same of each value. */
export function allFilledIn(
  texts: Readonly<Record<string, string>>,
  facts: Facts,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, filledIn(text, facts)]),
  );
}
