/** A path as people write it: `users.mappings[3].source`. */
export function configurationPath(path: readonly PropertyKey[]): string {
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return text === '' ? 'the file as a whole' : text.replace(/^\./u, '');
}
