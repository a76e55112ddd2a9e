/** Slack's page sizes: 10 when nothing is asked for, never more than 1000 (no error above it). */
const DEFAULT_COUNT = 10;
const MAX_COUNT = 1000;

export interface Page {
  /** 1-based. */
  readonly startIndex: number;
  readonly count: number;
}

/** Reads `startIndex` and `count`. What Slack does out of range is unknown; RFC 7644 §3.4.2.4 is followed. */
export function readPage(query: URLSearchParams): Page {
  const startIndex = readInteger(query.get('startIndex')) ?? 1;
  const count = readInteger(query.get('count')) ?? DEFAULT_COUNT;
  return { startIndex: Math.max(1, startIndex), count: Math.min(MAX_COUNT, Math.max(0, count)) };
}

function readInteger(text: string | null): number | undefined {
  return text !== null && /^-?\d+$/.test(text) ? Number(text) : undefined;
}
