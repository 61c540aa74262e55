/** Limit: characters of a secret that an admin chooses, at least. */
export const SHORTEST_SECRET = 24;
/** Limit: characters of a secret that an admin chooses, at most. */
export const LONGEST_SECRET = 256;

const PRINTABLE = /^[\x21-\x7e]*$/;
const HEXADECIMAL = /^[0-9a-f-]*$/i;

/** Random ones of 24 hexadecimal digits have fewer different characters once in ten thousand. */
const FEWEST_DIFFERENT = 7;
/** As many characters do not come twice by chance. */
const REPEATED = 6;

/** What hands and heads go along: up, down, or on the spot. */
const ROWS = ['abcdefghijklmnopqrstuvwxyz', '01234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm'];

/** The pairs of letters that four fifths of a text are made of, and a seventh of random letters. */
const PAIRS = new Set(
  [
    'th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co me de',
    'hi ri ro ic ne ea ra ce li ch ss ma pa wo rd cr et si la ow qu ck wn us un ur ee em el ly ay ev ot oo',
    'ad ac am ap ai ig il im ir iv ke ld ns nc no ol op pe pl pr rs sh so su tr ut we wh wi',
  ].flatMap((line) => line.split(' ')),
);

/**
 * Why it is nothing that a random generator gives, as a sentence. A secret is not guessed at a login page
 * but by the thousand million, wherever a digest of it or something signed with it is found.
 */
export function weakSecretError(secret: string): string | undefined {
  if (secret.length < SHORTEST_SECRET || secret.length > LONGEST_SECRET) {
    return `A client_secret has ${String(SHORTEST_SECRET)} to ${String(LONGEST_SECRET)} characters.`;
  }
  if (!PRINTABLE.test(secret)) return 'A client_secret is printable ASCII without spaces.';
  const made =
    new Set(secret).size < FEWEST_DIFFERENT ||
    share(pairsOf(secret), isStep) > 3 / 5 ||
    (!HEXADECIMAL.test(secret) && share(pairsOf(secret).filter(isOfLetters), isCommon) > 1 / 2) ||
    repeatsItself(secret);
  if (!made) return undefined;
  return 'This client_secret is not what a random generator gives, such as openssl rand -base64 33. Leave it out to be given one.';
}

function pairsOf(text: string): string[] {
  const low = text.toLowerCase();
  return Array.from({ length: low.length - 1 }, (_, i) => low.slice(i, i + 2));
}

function share(pairs: readonly string[], rule: (pair: string) => boolean): number {
  // A few say nothing.
  return pairs.length < 6 ? 0 : pairs.filter(rule).length / pairs.length;
}

function isStep(pair: string): boolean {
  const [first, second] = pair;
  if (first === second) return true;
  return ROWS.some(
    (row) => row.includes(pair) || row.includes(`${String(second)}${String(first)}`),
  );
}

function isCommon(pair: string): boolean {
  return PAIRS.has(pair);
}

function isOfLetters(pair: string): boolean {
  return /^[a-z]{2}$/.test(pair);
}

function repeatsItself(text: string): boolean {
  const seen = new Set<string>();
  for (let i = 0; i + REPEATED <= text.length; i++) {
    const part = text.slice(i, i + REPEATED);
    if (seen.has(part)) return true;
    seen.add(part);
  }
  return false;
}
