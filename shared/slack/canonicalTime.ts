const ISO_8601 = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2})?(?:\.\d+)?(?:Z|([+-]\d{2}):?(\d{2}))?)?$/i;

/**
 * A point in time as it is sent to Slack and compared: `2024-04-10T00:00:00Z`. Slack's samples show the same time with
 * `Z` and with `+0000`, so an answer counts as equal in either form. A date alone is its midnight in UTC, and so is a
 * time without an offset. Anything else stays as it is, for Slack to refuse.
 */
export function canonicalTime(text: string): string {
  const match = ISO_8601.exec(text);
  if (!match) return text;
  const [, date, time = '00:00', seconds = ':00', hours, minutes] = match;
  const offset = hours === undefined ? 'Z' : `${hours}:${minutes}`;
  const at = new Date(`${date}T${time}${seconds}${offset}`);
  return Number.isNaN(at.getTime()) ? text : at.toISOString().replace(/\.\d+Z$/, 'Z');
}
