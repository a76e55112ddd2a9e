/**
 * The letters that Entra's reference lists for NormalizeDiacritics, by what replaces them. Some are a letter and a
 * combining mark; all are in composed form (NFC).
 */
const REPLACEMENTS: Readonly<Record<string, string>> = {
  a: 'ä à â ã å á ą ă ā ā́ ā̀ ā̂ ā̃ ǟ ā̈ ǡ a̱ å̄',
  A: 'Ä À Â Ã Å Á Ą Ă Ā Ā́ Ā̀ Ā̂ Ā̃ Ǟ Ā̈ Ǡ A̱ Å̄',
  ae: 'æ ǣ',
  AE: 'Æ Ǣ',
  c: 'ç č ć c̄ c̱',
  C: 'Ç Č Ć C̄ C̱',
  d: 'ď d̄ ḏ',
  D: 'Ď D̄ Ḏ',
  e: 'ë è é ê ę ě ė ē ḗ ḕ ē̂ ē̃ ê̄ e̱ ë̄ e̊̄',
  E: 'Ë È É Ê Ę Ě Ė Ē Ḗ Ḕ Ē̂ Ē̃ Ê̄ E̱ Ë̄ E̊̄',
  g: 'ğ ḡ g̱',
  G: 'Ğ Ḡ G̱',
  i: 'ï î ì í ı ī ī́ ī̀ ī̂ ī̃ i̱',
  I: 'Ï Î Ì Í İ Ī Ī́ Ī̀ Ī̂ Ī̃ I̱',
  l: 'ľ ł l̄ ḹ ḻ',
  L: 'Ł Ľ L̄ Ḹ Ḻ',
  n: 'ñ ń ň n̄ ṉ',
  N: 'Ñ Ń Ň N̄ Ṉ',
  o: 'ö ò ő õ ô ó ō ṓ ṑ ō̂ ō̃ ȫ ō̈ ǭ ȭ ȱ o̱',
  O: 'Ö Ò Ő Õ Ô Ó Ō Ṓ Ṑ Ō̂ Ō̃ Ȫ Ō̈ Ǭ Ȭ Ȱ O̱',
  oe: 'ø ø̄ œ̄',
  OE: 'Ø Ø̄ Œ̄',
  r: 'ř r̄ ṟ ṝ',
  R: 'Ř R̄ Ṟ Ṝ',
  ss: 'ß',
  s: 'š ś ș ş s̄ s̱',
  S: 'Š Ś Ș Ş S̄ S̱',
  t: 'ť ț t̄ ṯ',
  T: 'Ť Ț T̄ Ṯ',
  u: 'ü ù û ú ů ű ū ū́ ū̀ ū̂ ū̃ u̇̄ ǖ ṻ ṳ̄ u̱',
  U: 'Ü Ù Û Ú Ů Ű Ū Ū́ Ū̀ Ū̂ Ū̃ U̇̄ Ǖ Ṻ Ṳ̄ U̱',
  y: 'ÿ ý ȳ ȳ́ ȳ̀ ȳ̃ y̱',
  Y: 'Ÿ Ý Ȳ Ȳ́ Ȳ̀ Ȳ̃ Y̱',
  z: 'ź ž ż z̄ ẕ',
  Z: 'Ź Ž Ż Z̄ Ẕ',
};

const TABLE: ReadonlyMap<string, string> = new Map(
  Object.entries(REPLACEMENTS).flatMap(([plain, letters]) => letters.split(' ').map((letter) => [letter, plain])),
);

const ASCII_ONLY = /^[\0-\x7f]*$/;
const LETTER_WITH_MARKS = /\P{M}\p{M}*/gu;
/** Marks beyond what any language stacks (UAX #15, stream-safe text): bringing thousands of them into order takes quadratic time. */
const STACKED_MARKS = /(\p{M}{30})\p{M}+/gu;
const LATIN_MARKS = /(\p{Script=Latin})\p{M}+/gu;

/**
 * Letters with diacritics as plain letters. Latin letters that the reference does not list (Vietnamese, for one) lose
 * their marks too; letters that are no mark on another letter (`œ`, `þ`, `ð`) and other scripts stay as they are.
 */
export function normalizeDiacritics(text: string): string {
  if (ASCII_ONLY.test(text)) return text;
  return text
    .replace(STACKED_MARKS, '$1')
    .normalize('NFC')
    .replace(LETTER_WITH_MARKS, (letter) => TABLE.get(letter) ?? plainLetter(letter));
}

function plainLetter(letter: string): string {
  const marked = letter.normalize('NFD');
  const plain = marked.replace(LATIN_MARKS, '$1');
  return plain === marked ? letter : (TABLE.get(plain) ?? plain);
}
