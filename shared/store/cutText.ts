/** The text itself, or its beginning with a note of how long it was. Never ends in half a character. */
export function cutText(text: string, longest: number): string {
  if (text.length <= longest) return text.toWellFormed();
  return `${text.slice(0, longest)}… (cut, ${text.length} characters)`.toWellFormed();
}
