import { lowerCase, upperCase } from './letterCase.ts';

const LETTER = /^\p{L}$/u;
/** Categories that end a word in .NET's TextInfo.ToTitleCase: everything but letters, marks, digits and unassigned characters. */
const SEPARATOR = /^[\p{Z}\p{Cc}\p{Cf}\p{P}\p{S}]$/u;

/**
 * First letter of each word in upper case, the rest in lower case.
 *
 * @param wordSeparators the only characters that part words; null: the rules of .NET's ToTitleCase, where an
 *   apostrophe within a word does not part it (`St John's`)
 */
export function properCase(text: string, wordSeparators: string | null): string {
  const lower = lowerCase(text);
  return wordSeparators ? partedBy(lower, new Set(wordSeparators)) : titleCase(lower);
}

function partedBy(text: string, separators: ReadonlySet<string>): string {
  let starts = true;
  return Array.from(text, (character) => {
    const result = starts ? upperCase(character) : character;
    starts = separators.has(character);
    return result;
  }).join('');
}

function titleCase(text: string): string {
  let inWord = false;
  return Array.from(text, (character) => {
    if (inWord) {
      inWord = character === "'" || !SEPARATOR.test(character);
      return character;
    }
    if (!LETTER.test(character)) return character;
    inWord = true;
    return upperCase(character);
  }).join('');
}
