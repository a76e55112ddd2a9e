const LAST_CODE = 0x10ffff;

/** The parts of Unicode that hold characters of differing categories; between them all are unassigned, after them for private use. */
const MIXED_PARTS = [
  [0, 0x3ffff],
  [0xe0000, 0xe0fff],
] as const;

const CATEGORIES = 'Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So Zs Zl Zp Cc Cf Cs Co Cn'.split(
  ' ',
);

let knownEdges: readonly number[] | undefined;

/** Codes at which the general category changes, in order; found when first needed. */
function categoryEdges(): readonly number[] {
  knownEdges ??= [...MIXED_PARTS.flatMap(([first, last]) => edgesBetween(first, last)), 0x40000, 0xe1000, 0xf0000].sort(
    (a, b) => a - b,
  );
  return knownEdges;
}

function edgesBetween(first: number, last: number): number[] {
  const runs = new RegExp(CATEGORIES.map((category) => `\\p{${category}}+`).join('|'), 'gu');
  const edges: number[] = [];
  // In blocks, since a text of all characters would join the halves of surrogate pairs.
  for (let block = first; block <= last; block += 0x400) {
    const text = String.fromCodePoint(...Array.from({ length: 0x400 }, (_, index) => block + index));
    for (const [run] of text.matchAll(runs)) edges.push(run.codePointAt(0) ?? 0);
  }
  return edges;
}

/**
 * The characters that a class has, as an RE2 class of plain ranges.
 *
 * @param members matches one character of the class; must depend on the character's general category only, but for `edges`
 * @param edges codes at which the class begins or ends within a category
 */
export function codeRanges(members: RegExp, edges: readonly number[]): string {
  const starts = [...new Set([...categoryEdges(), ...edges])].filter((code) => code <= LAST_CODE).sort((a, b) => a - b);
  let ranges = '';
  let open: number | undefined;
  for (const start of [...starts, LAST_CODE + 1]) {
    const inside = start <= LAST_CODE && members.test(String.fromCodePoint(start));
    if (inside) open ??= start;
    if (inside || open === undefined) continue;
    ranges += `\\x{${open.toString(16)}}-\\x{${(start - 1).toString(16)}}`;
    open = undefined;
  }
  return ranges === '' ? '[^\\x{0}-\\x{10FFFF}]' : `[${ranges}]`;
}
