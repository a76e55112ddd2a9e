import type { DateFormat, FormatPiece } from './dateFormat.ts';
import { ERA, MONTHS, shortName, WEEKDAYS } from './dateNames.ts';
import { type DateFields, type DateTime, dayOfWeekOf, fieldsOf } from './dateTime.ts';

/** Prints a date as .NET's `ToString(format)` does in the invariant culture. */
export function printDate(date: DateTime, format: DateFormat): string {
  const fields = fieldsOf(date.ticks);
  return format.pieces.map((piece) => (piece.kind === 'text' ? piece.text : printField(piece, fields, date))).join('');
}

function printField(piece: FormatPiece & { kind: 'field' }, fields: DateFields, date: DateTime): string {
  const { letter, count } = piece;
  switch (letter) {
    case 'y':
      return count <= 2 ? digits(fields.year % 100, count) : digits(fields.year, count);
    case 'M':
      return count <= 2 ? digits(fields.month, count) : name(MONTHS[fields.month - 1], count);
    case 'd':
      return count <= 2 ? digits(fields.day, count) : name(WEEKDAYS[dayOfWeekOf(date.ticks)], count);
    case 'H':
      return digits(fields.hour, Math.min(count, 2));
    case 'h':
      return digits(fields.hour % 12 || 12, Math.min(count, 2));
    case 'm':
      return digits(fields.minute, Math.min(count, 2));
    case 's':
      return digits(fields.second, Math.min(count, 2));
    case 't':
      return (fields.hour < 12 ? 'AM' : 'PM').slice(0, count);
    case 'f':
      return digits(fields.fraction, 7).slice(0, count);
    case 'F':
    case '.F': {
      const decimals = digits(fields.fraction, 7).slice(0, count).replace(/0+$/u, '');
      return letter === '.F' && decimals !== '' ? `.${decimals}` : decimals;
    }
    case 'z':
      return ['+0', '+00'][count - 1] ?? '+00:00';
    case 'K':
      return { utc: 'Z', local: '+00:00', unspecified: '' }[date.kind];
    case 'Z':
      return 'Z';
    case 'GMT':
      return `G${fields.month}T`;
    default:
      return ERA;
  }
}

function digits(value: number, count: number): string {
  return String(value).padStart(count, '0');
}

function name(full: string | undefined, count: number): string {
  if (full === undefined) return '';
  return count === 3 ? shortName(full) : full;
}
