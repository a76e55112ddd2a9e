/** An ISO time as people read it: `2026-11-28 09:30 UTC`. */
export function readable(time: string): string {
  return `${time.slice(0, 16).replace('T', ' ')} UTC`;
}
