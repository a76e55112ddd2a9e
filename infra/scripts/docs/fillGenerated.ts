/**
 * Fills the generated parts of a page, which stand between `<!-- generated: name -->` and `<!-- end of name -->`. The rest of
 * the page is written by hand and stays as it is.
 *
 * @param parts text by name
 * @throws Error when a part has no place in the page
 */
export function fillGenerated(page: string, parts: Readonly<Record<string, string>>): string {
  return Object.entries(parts).reduce((text, [name, part]) => {
    const [start, end] = [`<!-- generated: ${name} -->\n`, `<!-- end of ${name} -->`];
    const [from, to] = [text.indexOf(start), text.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`The page has no place for "${name}": ${start.trim()} … ${end}`);
    return `${text.slice(0, from + start.length)}\n${part}\n\n${text.slice(to)}`;
  }, page);
}
