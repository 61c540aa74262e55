import { fill, type Texts } from '#platform/texts';

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(locale: string): Intl.DateTimeFormat {
  const known = formats.get(locale);
  if (known !== undefined) return known;
  const options = { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' } as const;
  const made = new Intl.DateTimeFormat(locale, options);
  formats.set(locale, made);
  return made;
}

// Order matters: Edge and Opera also call themselves Chrome, and Chrome calls itself Safari.
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS|Chromium|HeadlessChrome)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:iPhone|iPad|iPod)\b/, 'iOS'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

const LONGEST_USER_AGENT = 60;

/** Epoch seconds as a machine time and as words, in UTC: the server does not know the reader's zone. */
export function moment(epochSeconds: number, { dates }: Texts): { iso: string; text: string } {
  const date = new Date(epochSeconds * 1000);
  return { iso: date.toISOString(), text: `${formatOf(dates).format(date)} UTC` };
}

/** "Firefox on Linux"; what a browser calls itself when neither is known. A hint, never evidence. */
export function browserName(userAgent: string | undefined, { person }: Texts): string {
  if (userAgent === undefined || userAgent.trim() === '') return person.unknownBrowser;
  const found = (names: typeof BROWSERS) => names.find(([pattern]) => pattern.test(userAgent))?.[1];
  const browser = found(BROWSERS);
  const system = found(SYSTEMS);
  if (browser !== undefined && system !== undefined) {
    return fill(person.browserOnSystem, { browser, system });
  }
  return browser ?? userAgent.slice(0, LONGEST_USER_AGENT);
}

/** The letter that stands in for a missing logo or portrait. */
export function monogram(name: string): string {
  return (/[\p{L}\p{N}]/u.exec(name)?.[0] ?? '?').toUpperCase();
}
