/** Characters that join or part their neighbours where a script or an emoji needs it: RFC 5892 A.1, A.2. */

/** Canonical combining class 9, of the scripts that people write names in. */
const VIRAMA =
  '[\\u094D\\u09CD\\u0A4D\\u0ACD\\u0B4D\\u0BCD\\u0C4D\\u0CCD\\u0D3B\\u0D3C\\u0D4D\\u0DCA\\u0E3A\\u0EBA\\u0F84\\u1039\\u103A\\u1714\\u1715\\u1734\\u17D2\\u1A60\\u1B44\\u1BAA\\u1BAB\\u1BF2\\u1BF3\\u2D7F\\uA806\\uA82C\\uA8C4\\uA953\\uA9C0\\uAAF6\\uABED\\u{10A3F}\\u{11046}\\u{11070}\\u{1107F}\\u{110B9}\\u{11133}\\u{11134}\\u{111C0}\\u{11235}\\u{112EA}\\u{1134D}\\u{11442}\\u{114C2}\\u{115BF}\\u{1163F}\\u{116B6}\\u{1172B}\\u{11839}]';

/** Letters that join what follows and what precedes (Joining_Type D), or one of both. */
const JOINING_SCRIPTS =
  '[\\p{Script=Arabic}\\p{Script=Syriac}\\p{Script=Nko}\\p{Script=Adlam}\\p{Script=Mongolian}]';

/** Joining_Type U or R: nothing joins them from behind. */
const NOT_FORWARD =
  '[\\u0621-\\u0625\\u0627\\u0629\\u062F-\\u0632\\u0648\\u0671-\\u0677\\u0688-\\u0699\\u06C0\\u06C3-\\u06CB\\u06CD\\u06CF\\u06D2\\u06D3\\u06D5\\u06EE\\u06EF\\u0759-\\u075B\\u076B\\u076C\\u0771\\u0773\\u0774\\u0778\\u0779\\u0870-\\u0883\\u088E\\u08AA-\\u08AE\\u08B1\\u08B2\\u08B9\\u0710\\u0715-\\u0719\\u071E\\u0728\\u072A\\u072C\\u072F\\u074D]';

/** Joining_Type U: nothing joins them at all. */
const ALONE = '[\\u0621\\u0674\\u0883\\u08AD]';

const BEFORE = `(?!${NOT_FORWARD})(?=\\p{L})${JOINING_SCRIPTS}`;
const AFTER = `(?!${ALONE})(?=\\p{L})${JOINING_SCRIPTS}`;

const JOINERS = new RegExp(
  `(?<=${VIRAMA})[\\u200C\\u200D]|(?<=${BEFORE}\\p{M}*)\\u200C(?=\\p{M}*${AFTER})`,
  'gu',
);

/** Joined pictographs, flags and keycaps, as Unicode recommends them for general interchange (UTS 51). */
const EMOJI = /\p{RGI_Emoji}/gv;

/** The text without joiners that stand where they belong, and with a sign for each emoji. */
export function withoutContextJoiners(text: string): string {
  return text.replace(EMOJI, '\u2603').replace(JOINERS, '');
}
