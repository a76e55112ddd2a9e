const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * A Slack id: the prefix (`U` users, `S` groups) and ten upper-case base-36 characters.
 * @param random numbers in [0, 1)
 */
export function generateSlackId(prefix: 'U' | 'S', random: () => number): string {
  let id: string = prefix;
  for (let index = 0; index < 10; index += 1) id += ALPHABET[Math.floor(random() * ALPHABET.length)];
  return id;
}
