import { DateError } from './dateError.ts';

const NAMES = [
  'None',
  'AllowLeadingWhite',
  'AllowTrailingWhite',
  'AllowInnerWhite',
  'AllowWhiteSpaces',
  'NoCurrentDateDefault',
  'AdjustToUniversal',
  'AssumeLocal',
  'AssumeUniversal',
  'RoundtripKind',
] as const;

export type DateTimeStyle = (typeof NAMES)[number];
export type DateTimeStyles = ReadonlySet<DateTimeStyle>;

/** What Entra takes when the argument is left empty (functions-for-customizing-application-data, FormatDateTime). */
export const DEFAULT_STYLES: DateTimeStyles = new Set(['RoundtripKind', 'AllowLeadingWhite', 'AllowTrailingWhite']);

/**
 * Reads names of .NET's DateTimeStyles, separated by commas, in any case; `DateTimeStyles.` may stand before each.
 *
 * @throws DateError for an unknown name and for styles that exclude each other
 */
export function readDateTimeStyles(text: string): DateTimeStyles {
  const styles = new Set<DateTimeStyle>();
  for (const part of text.split(',')) {
    const wanted = part
      .trim()
      .replace(/^DateTimeStyles\./iu, '')
      .toLowerCase();
    const name = NAMES.find((candidate) => candidate.toLowerCase() === wanted);
    if (!name) throw new DateError(`must consist of ${NAMES.join(', ')}, separated by commas`);
    styles.add(name);
  }
  if (styles.delete('AllowWhiteSpaces')) {
    styles.add('AllowLeadingWhite').add('AllowInnerWhite').add('AllowTrailingWhite');
  }
  checkCombination(styles);
  return styles;
}

/** .NET's own rules on what cannot go together. */
function checkCombination(styles: DateTimeStyles): void {
  if (styles.has('AssumeLocal') && styles.has('AssumeUniversal')) {
    throw new DateError('cannot have both AssumeLocal and AssumeUniversal');
  }
  const others = (['AssumeLocal', 'AssumeUniversal', 'AdjustToUniversal'] as const).filter((name) => styles.has(name));
  if (styles.has('RoundtripKind') && others.length > 0) {
    throw new DateError(`cannot have both RoundtripKind and ${others.join(' and ')}`);
  }
}
