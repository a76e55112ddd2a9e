/** A time in UTC as `M/d/yyyy h:mm:ss tt`, which is how dates flow between functions: `7/2/2021 3:33:38 PM`. */
export function formatDateTime(date: Date): string {
  const hours = date.getUTCHours();
  const twoDigits = (value: number) => String(value).padStart(2, '0');
  const day = `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${String(date.getUTCFullYear()).padStart(4, '0')}`;
  const time = `${hours % 12 || 12}:${twoDigits(date.getUTCMinutes())}:${twoDigits(date.getUTCSeconds())}`;
  return `${day} ${time} ${hours < 12 ? 'AM' : 'PM'}`;
}
