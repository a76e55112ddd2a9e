import { EvaluationError } from '../evaluationError.ts';

const ASCII_ONLY = /^[\0-\x7f]*$/;

/** .NET's invariant culture maps character by character: `ß` has no upper-case form of one character, so it stays. */
function mapSimple(text: string, map: (character: string) => string): string {
  if (ASCII_ONLY.test(text)) return map(text);
  return Array.from(text, (character) => {
    const mapped = map(character);
    return mapped.length === character.length ? mapped : character;
  }).join('');
}

function mapByCulture(functionName: string, map: () => string): string {
  try {
    return map();
  } catch {
    throw new EvaluationError(functionName, 'culture', 'must be a language tag such as de-DE');
  }
}

/** @param culture RFC 4646 tag; null = invariant */
export function lowerCase(text: string, culture: string | null = null): string {
  if (culture) return mapByCulture('ToLower', () => text.toLocaleLowerCase(culture));
  return mapSimple(text, (part) => part.toLowerCase());
}

/** @param culture RFC 4646 tag; null = invariant */
export function upperCase(text: string, culture: string | null = null): string {
  if (culture) return mapByCulture('ToUpper', () => text.toLocaleUpperCase(culture));
  return mapSimple(text, (part) => part.toUpperCase());
}
