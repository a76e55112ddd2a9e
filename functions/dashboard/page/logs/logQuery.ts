/** Filters of the log that the address carries, by the names of the admin route. */
export const FILTERS = [
  'text',
  'person',
  'outcome',
  'action',
  'status',
  'errorCode',
  'kind',
  'cause',
  'cycleId',
] as const;

/** How far back, in milliseconds, by the name in the address. */
export const SPANS: Readonly<Record<string, { readonly title: string; readonly ms: number }>> = {
  hour: { title: 'Last hour', ms: 3_600_000 },
  day: { title: 'Last 24 hours', ms: 86_400_000 },
  week: { title: 'Last 7 days', ms: 7 * 86_400_000 },
  month: { title: 'Last 30 days', ms: 30 * 86_400_000 },
};

/**
 * The query of the admin route for the filters in the address. A span of time is counted from now; `from` and `to` are moments.
 * @param now milliseconds since the epoch
 */
export function logQuery(filters: URLSearchParams, now: number): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of FILTERS) {
    const value = filters.get(name)?.trim();
    if (value) query.set(name, value);
  }
  const span = SPANS[filters.get('span') ?? ''];
  if (span) query.set('from', new Date(now - span.ms).toISOString());
  for (const name of ['from', 'to'] as const) {
    const moment = Date.parse(filters.get(name) ?? '');
    if (!Number.isNaN(moment)) query.set(name, new Date(moment).toISOString());
  }
  return query;
}
