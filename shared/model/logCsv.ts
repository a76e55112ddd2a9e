import { csvLine } from './csv.ts';
import type { LogRecord } from './logSummary.ts';

const TEXTS = [
  ...(['id', 'at', 'outcome', 'status', 'action', 'kind', 'displayName', 'userPrincipalName', 'mail'] as const),
  ...(['sourceId', 'slackId', 'code', 'reason', 'cause', 'cycleId'] as const),
];

/** First line of the log as CSV. */
export const LOG_CSV_HEAD = csvLine([...TEXTS, 'attempt', 'durationMs', 'recommendedAction', 'changes']);

/** One entry as a line of CSV; its changes as `title: "Clerk" → "Countess"`, one a line of the cell. */
export function logCsvLine(entry: LogRecord, recommendedAction: string | null): string {
  const changes = entry.modifiedProperties.map(
    ({ name, old, new: value }) => `${name}: ${JSON.stringify(old ?? null)} → ${JSON.stringify(value)}`,
  );
  return csvLine([
    ...TEXTS.map((name) => entry[name] ?? ''),
    ...[String(entry.attempt), String(entry.durationMs), recommendedAction ?? '', changes.join('\n')],
  ]);
}
