/** Colours, as `#rrggbb`, and whether one can be read on another (WCAG 2.2 §1.4.3). */

const COLOUR = /^#[0-9a-f]{6}$/;

export const isColour = (text: string): boolean => COLOUR.test(text);

const channels = (colour: string): number[] =>
  [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = channels(colour).map((value) => {
    const channel = value / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** One colour with some of another in it. @param share from 0 to 1 */
function mixed(one: string, other: string, share: number): string {
  const others = channels(other);
  const mix = channels(one).map((value, at) =>
    Math.round(value + ((others[at] ?? 0) - value) * share),
  );
  return `#${mix.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

/** What the accent stands on, in each colour scheme: those of theme.css. */
const GROUNDS = {
  light: { grounds: ['#efece4', '#fffdf8'], paper: '#fffdf8', away: '#000000', on: '#ffffff' },
  dark: { grounds: ['#121716', '#1d2523'], paper: '#1d2523', away: '#ffffff', on: '#0d1f1a' },
} as const;

export type Scheme = keyof typeof GROUNDS;

/** The accent and what goes with it. */
export function accents(accent: string, scheme: Scheme) {
  const { paper, away, on } = GROUNDS[scheme];
  return {
    accent,
    'accent-strong': mixed(accent, away, 0.25),
    'accent-soft': mixed(paper, accent, 0.12),
    'on-accent': on,
  };
}

/** Enough for text (4.5:1) on every ground, and for what is written on it. */
export function canBeAccent(accent: string, scheme: Scheme): boolean {
  const { grounds } = GROUNDS[scheme];
  const { 'accent-strong': strong, 'accent-soft': soft, 'on-accent': on } = accents(accent, scheme);
  const pairs = [
    ...grounds.map((ground) => [accent, ground] as const),
    ...([[accent, soft] as const, [strong, soft] as const] as const),
    ...([[on, accent] as const, [on, strong] as const] as const),
  ];
  return pairs.every(([one, other]) => contrast(one, other) >= 4.5);
}

/** The colour next to this one that can be the accent: darker on light grounds, lighter on dark ones. */
export function nearestAccent(wanted: string, scheme: Scheme): string {
  const { away } = GROUNDS[scheme];
  for (let percent = 0; percent < 100; percent++) {
    const colour = mixed(wanted, away, percent / 100);
    if (canBeAccent(colour, scheme)) return colour;
  }
  return away;
}
