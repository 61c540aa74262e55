import { withoutContextJoiners } from './joiners.js';

// What makes one text look like another, or hides within it: controls, format characters (bidi
// overrides, zero-width), line and paragraph separators, private-use characters, lone surrogates
// and noncharacters.
const UNSHOWABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}\p{Noncharacter_Code_Point}]/u;

// Characters that count as letters, marks or symbols and still draw nothing: Hangul fillers,
// variation selectors, the blank Braille pattern. U+FE0F stays where it has an effect, which is
// after a pictograph that it turns into an emoji.
const INVISIBLE =
  /(?!\uFE0F)\p{Default_Ignorable_Code_Point}|(?<!\p{Extended_Pictographic})\uFE0F|\u2800/u;

/**
 * Why a text is not fit to be shown to people as the name of a client or a resource server, or as
 * the description of a scope (attack A36), as a sentence for an error description. Joiners may stand where
 * a script needs them, and nowhere else (RFC 5892, CONTEXTJ).
 *
 * @param maxLength in UTF-16 code units.
 */
export function displayTextError(text: string, maxLength: number): string | undefined {
  if (text.length > maxLength) {
    return `The text must not be longer than ${String(maxLength)} characters.`;
  }
  if (text.trim() === '') return 'The text must not be empty.';
  const judged = withoutContextJoiners(text);
  if (UNSHOWABLE.test(judged) || INVISIBLE.test(judged)) {
    return 'The text holds control, invisible or private-use characters.';
  }
  return undefined;
}
