/** Cuts a text to so many characters; the last one then is `…`. */
export function cut(text: string, longest: number): string {
  const characters = [...text];
  return characters.length <= longest ? text : `${characters.slice(0, longest - 1).join('')}…`;
}

/** Cuts and pads to a width in columns: East Asian characters take two. */
export function inColumns(text: string, width: number): string {
  let kept = text;
  while (columnsOf(kept) > width) kept = cut(kept, [...kept].length - 1);
  return kept + ' '.repeat(width - columnsOf(kept));
}

function columnsOf(text: string): number {
  return [...text].reduce((sum, character) => sum + (isWide(character) ? 2 : 1), 0);
}

function isWide(character: string): boolean {
  return /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/.test(character);
}
