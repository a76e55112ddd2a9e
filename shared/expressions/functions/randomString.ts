import { EvaluationError } from '../evaluationError.ts';

/** Microsoft's "Password must meet complexity requirements", which the reference names for the characters. */
const CHARACTERS = {
  MinimumNumbers: '0123456789',
  MinimumSpecialCharacters: '\'-!"#$%&()*,./:;?@[]^_`{|}~+<=>\\',
  MinimumCapital: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  MinimumLowerCase: 'abcdefghijklmnopqrstuvwxyz',
} as const;

type Minimum = keyof typeof CHARACTERS;

const MINIMA = Object.keys(CHARACTERS) as Minimum[];
const MAX_LENGTH = 256;

/**
 * A random text with at least so many characters of each kind; the others are of any kind.
 *
 * @param randomInt a whole number from 0 up to, and without, its argument
 * @throws EvaluationError for numbers or exclusions that no text can meet
 */
export function randomString(
  length: number,
  minima: Readonly<Record<Minimum, number>>,
  avoid: string,
  randomInt: (bound: number) => number,
): string {
  checkLengths(length, minima);
  const allowed = (kind: Minimum) => Array.from(CHARACTERS[kind]).filter((character) => !avoid.includes(character));
  const pick = (characters: readonly string[]) => characters[randomInt(characters.length)] ?? '';
  const picked = MINIMA.flatMap((kind) => {
    const characters = allowed(kind);
    if (minima[kind] > 0 && characters.length === 0) throw nothingLeft();
    return Array.from({ length: minima[kind] }, () => pick(characters));
  });
  const any = MINIMA.flatMap(allowed);
  if (picked.length < length && any.length === 0) throw nothingLeft();
  while (picked.length < length) picked.push(pick(any));
  return shuffle(picked, randomInt).join('');
}

function checkLengths(length: number, minima: Readonly<Record<Minimum, number>>): void {
  if (length < 1 || length > MAX_LENGTH)
    throw new EvaluationError('RandomString', 'Length', `must be 1 to ${MAX_LENGTH}`);
  let sum = 0;
  for (const kind of MINIMA) {
    if (minima[kind] < 0) throw new EvaluationError('RandomString', kind, 'must not be negative');
    sum += minima[kind];
  }
  if (sum > length) throw new EvaluationError('RandomString', 'Length', 'must be at least the sum of the minima');
}

function nothingLeft(): EvaluationError {
  return new EvaluationError('RandomString', 'CharactersToAvoid', 'leaves no character of a kind that is needed');
}

/** Fisher-Yates, in place: every order is equally likely. */
function shuffle(characters: string[], randomInt: (bound: number) => number): string[] {
  for (let last = characters.length - 1; last > 0; last -= 1) {
    const other = randomInt(last + 1);
    [characters[last], characters[other]] = [characters[other] ?? '', characters[last] ?? ''];
  }
  return characters;
}
