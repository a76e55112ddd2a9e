const ASCII_ONLY = /^[\0-\x7f]*$/;

/** .NET's invariant culture maps character by character: `ß` has no upper-case form of one character, so it stays. */
function mapSimple(text: string, map: (character: string) => string): string {
  if (ASCII_ONLY.test(text)) return map(text);
  return Array.from(text, (character) => {
    const mapped = map(character);
    return mapped.length === character.length ? mapped : character;
  }).join('');
}

/** What is wrong with a culture's name. Like .NET, accepts any well-formed one, also of a language that has no rules of its own. */
export function cultureProblem(culture: string): string | undefined {
  try {
    if (culture) Intl.getCanonicalLocales(culture);
    return undefined;
  } catch {
    return 'must be a language tag such as de-DE';
  }
}

/** @param culture RFC 4646 tag that `cultureProblem` has passed; null or empty = invariant */
export function lowerCase(text: string, culture: string | null = null): string {
  if (culture) return text.toLocaleLowerCase(culture);
  return mapSimple(text, (part) => part.toLowerCase());
}

/** @param culture RFC 4646 tag that `cultureProblem` has passed; null or empty = invariant */
export function upperCase(text: string, culture: string | null = null): string {
  if (culture) return text.toLocaleUpperCase(culture);
  return mapSimple(text, (part) => part.toUpperCase());
}
