const PACIFIC = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/Los_Angeles',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
  timeZoneName: 'longOffset',
});

/**
 * Slack's form of `meta.created`: Pacific time with its offset, `2023-02-20T14:33:21-08:00`.
 * @param time milliseconds since 1970
 */
export function formatSlackTime(time: number): string {
  const part = new Map(PACIFIC.formatToParts(time).map(({ type, value }) => [type, value]));
  const date = `${part.get('year')}-${part.get('month')}-${part.get('day')}`;
  const clock = `${part.get('hour')}:${part.get('minute')}:${part.get('second')}`;
  return `${date}T${clock}${part.get('timeZoneName')?.replace('GMT', '')}`;
}
