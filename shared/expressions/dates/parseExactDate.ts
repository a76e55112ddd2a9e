import { DateError } from './dateError.ts';
import type { DateFormat, FormatPiece } from './dateFormat.ts';
import type { DateTime } from './dateTime.ts';
import type { DateTimeStyles } from './dateTimeStyles.ts';
import { FIELD_READERS, type FieldValues } from './formatFields.ts';
import { type ParsedDate, resolveDate } from './resolveDate.ts';
import { formatMismatch, TextCursor } from './textCursor.ts';
import { fullYear } from './twoDigitYear.ts';

/**
 * Reads a text that follows a format, as .NET's `DateTime.ParseExact` does in the invariant culture.
 *
 * @param now its date stands in for one that the format does not name
 * @throws DateError
 */
export function parseExactDate(text: string, format: DateFormat, styles: DateTimeStyles, now: Date): DateTime {
  const cursor = new TextCursor(trimText(text, styles));
  const innerWhite = styles.has('AllowInnerWhite');
  const values: FieldValues = format.universal ? { offset: 0, universal: true } : {};
  for (const piece of trimPieces(format.pieces, styles)) {
    if (innerWhite) skipWhite(cursor);
    if (mayBeMissing(piece, styles)) cursor.take(/ ?/uy);
    else merge(values, readPiece(cursor, piece, innerWhite));
  }
  if (!cursor.atEnd) throw formatMismatch();
  return resolveDate(toParsedDate(values), styles, now);
}

function trimText(text: string, styles: DateTimeStyles): string {
  const start = styles.has('AllowLeadingWhite') ? text.trimStart() : text;
  return styles.has('AllowTrailingWhite') ? start.trimEnd() : start;
}

/** Where the text may have white space at an end, that of the format does not count either, quoted or not. */
function trimPieces(pieces: readonly FormatPiece[], styles: DateTimeStyles): readonly FormatPiece[] {
  const isSolid = (piece: FormatPiece) => piece.kind === 'field' || piece.text.trim() !== '';
  const first = styles.has('AllowLeadingWhite') ? pieces.findIndex(isSolid) : 0;
  const last = styles.has('AllowTrailingWhite') ? pieces.findLastIndex(isSolid) : pieces.length - 1;
  return pieces.slice(Math.max(first, 0), last + 1).map((piece, index, { length }) => {
    if (piece.kind === 'field') return piece;
    const start = index === 0 && styles.has('AllowLeadingWhite') ? piece.text.trimStart() : piece.text;
    return { kind: 'text', text: index === length - 1 && styles.has('AllowTrailingWhite') ? start.trimEnd() : start };
  });
}

/** Where the text may end in white space, .NET does without any space of the format, also within the text. */
function mayBeMissing(piece: FormatPiece, styles: DateTimeStyles): boolean {
  return piece.kind === 'text' && piece.text === ' ' && styles.has('AllowTrailingWhite');
}

function readPiece(cursor: TextCursor, piece: FormatPiece, innerWhite: boolean): FieldValues {
  if (piece.kind === 'field') return FIELD_READERS.get(piece.letter)?.(cursor, piece.count) ?? {};
  for (const character of piece.text) {
    if (innerWhite && character.trim() === '') skipWhite(cursor);
    else cursor.requireText(character);
  }
  return {};
}

function skipWhite(cursor: TextCursor): void {
  cursor.take(/\s*/uy);
}

/** A field may stand in a format more than once, but not with different values. */
function merge(values: FieldValues, more: FieldValues): void {
  const before: Readonly<Record<string, unknown>> = { ...values };
  for (const [name, value] of Object.entries(more)) {
    if (before[name] !== undefined && before[name] !== value) throw new DateError(`has two values for its ${name}`);
  }
  Object.assign(values, more);
}

function toParsedDate({ shortYear, twelveHours, isAfternoon, ...values }: FieldValues): ParsedDate {
  const { year, hour = 0 } = values;
  const parsed: ParsedDate = { ...values, hour: twelveHours ? fullHour(hour, isAfternoon ?? false) : hour };
  if (shortYear && year !== undefined) parsed.year = fullYear(year);
  if (!twelveHours && isAfternoon !== undefined && isAfternoon !== hour >= 12) {
    throw new DateError('has an hour that is not AM or PM as it says');
  }
  return parsed;
}

function fullHour(hour: number, isAfternoon: boolean): number {
  if (hour > 12)
    throw new DateError('has an hour beyond 12 where the input format has a 12-hour clock; H is for 24 hours');
  return (hour % 12) + (isAfternoon ? 12 : 0);
}
