import { DateError } from './dateError.ts';

/**
 * A piece of a .NET date format: a text that stands for itself, or a letter with how often it is repeated.
 * Three more count as letters: `.F` is a point with decimals, which come and go together; `Z` and `GMT` are letters
 * when a text is read only, where they say that the date is in UTC.
 */
export type FormatPiece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'field'; readonly letter: string; readonly count: number };

export interface DateFormat {
  readonly pieces: readonly FormatPiece[];
  /** Format `U`: the text is in UTC without saying so. */
  readonly universal: boolean;
}

/** What the one-letter formats stand for in the invariant culture (standard-date-and-time-format-strings). */
const STANDARD_FORMATS: ReadonlyMap<string, string> = new Map([
  ['d', 'MM/dd/yyyy'],
  ['D', 'dddd, dd MMMM yyyy'],
  ['f', 'dddd, dd MMMM yyyy HH:mm'],
  ['F', 'dddd, dd MMMM yyyy HH:mm:ss'],
  ['g', 'MM/dd/yyyy HH:mm'],
  ['G', 'MM/dd/yyyy HH:mm:ss'],
  ['m', 'MMMM dd'],
  ['M', 'MMMM dd'],
  ['o', "yyyy'-'MM'-'dd'T'HH':'mm':'ss.fffffffK"],
  ['O', "yyyy'-'MM'-'dd'T'HH':'mm':'ss.fffffffK"],
  ['r', "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'"],
  ['R', "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'"],
  ['s', "yyyy'-'MM'-'dd'T'HH':'mm':'ss"],
  ['t', 'HH:mm'],
  ['T', 'HH:mm:ss'],
  ['u', "yyyy'-'MM'-'dd HH':'mm':'ss'Z'"],
  ['U', 'dddd, dd MMMM yyyy HH:mm:ss'],
  ['y', 'yyyy MMMM'],
  ['Y', 'yyyy MMMM'],
]);

const FIELD = /^(?:\.F|GMT|[dfFghHKmMstyzZ])/u;
const PIECE = /([dfFghHmMstyz])\1*|GMT|%?\.F+|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|\\.|%[^%\\]|[^%'"\\]/suy;

/**
 * Reads a .NET date format: a standard one of one letter, or a custom one
 * (custom-date-and-time-format-strings).
 *
 * @throws DateError for an unknown letter, a quote without its end, and the like
 */
export function readDateFormat(format: string): DateFormat {
  if (format === '') throw new DateError('must not be empty');
  if (format.length > 1) return { pieces: [...readPieces(format)], universal: false };
  const standard = STANDARD_FORMATS.get(format);
  if (standard === undefined) throw new DateError(`is no date format: one letter alone must be one of ${LETTERS}`);
  return { pieces: [...readPieces(standard)], universal: format === 'U' };
}

const LETTERS = [...STANDARD_FORMATS.keys()].join(' ');

function* readPieces(format: string): Generator<FormatPiece> {
  PIECE.lastIndex = 0;
  for (let offset = 0; offset < format.length; offset = PIECE.lastIndex) {
    const match = PIECE.exec(format);
    if (!match) throw new DateError(`is no date format: ${describeFault(format.slice(offset))}`);
    yield toPiece(match[0]);
  }
}

function toPiece(text: string): FormatPiece {
  const first = text.charAt(0);
  if (first === '\\') return { kind: 'text', text: text.slice(1) };
  if (first === "'" || first === '"') {
    return { kind: 'text', text: text.slice(1, -1).replace(/\\(.)/gsu, '$1') };
  }
  if (first === '%') return toPiece(text.slice(1));
  const letter = FIELD.exec(text)?.[0];
  if (letter === undefined) return { kind: 'text', text };
  const count = text.length - letter.length + 1;
  if (/f/iu.test(letter) && count > 7) throw new DateError('is no date format: seconds have at most 7 decimals');
  return { kind: 'field', letter, count };
}

function describeFault(rest: string): string {
  if (rest.startsWith('%')) return '% must stand before one letter';
  if (rest.startsWith('\\')) return 'a character is missing after \\';
  return `the closing ${rest.charAt(0)} is missing`;
}
