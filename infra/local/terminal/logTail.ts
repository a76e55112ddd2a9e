import { odata, TableClient } from '@azure/data-tables';

/** One entry of the provisioning log, as far as the terminal shows it. */
export interface LogLine {
  readonly at: Date;
  readonly type: string;
  readonly displayName: string | null;
  readonly sourceId: string;
  readonly cause: string;
  readonly code: string | null;
  readonly reason: string | null;
  readonly durationMs: number;
  readonly modified: readonly { readonly name: string; readonly old?: unknown; readonly new: unknown }[];
}

interface Row {
  readonly partitionKey: string;
  readonly rowKey: string;
  readonly at: Date;
  readonly type: string;
  readonly displayName?: string;
  readonly sourceId: string;
  readonly cause: string;
  readonly code?: string;
  readonly reason?: string;
  readonly durationMs: number;
  readonly [details: `details${string}`]: string | undefined;
}

/** How far back a poll looks again: entries are written a little after the time that their key holds. */
const OVERLAP_MS = 5_000;

/**
 * Follows the provisioning log by time. Keys are the hour and the millisecond, both counted down, so the newest row comes first.
 * @returns a function that answers the entries that are new since its last call, oldest first
 */
export function createLogTail(connectionString: string, since: Date): () => Promise<readonly LogLine[]> {
  const table = TableClient.fromConnectionString(connectionString, 'provisioningLogs', {
    allowInsecureConnection: true,
  });
  const seen = new Set<string>();
  let from = since;
  return async () => {
    const lines: LogLine[] = [];
    const now = new Date();
    const hours = [...new Set([hourOf(new Date(from.getTime() - OVERLAP_MS)), hourOf(now)])];
    for (const hour of hours) {
      try {
        for await (const row of table.listEntities<Row>({ queryOptions: { filter: odata`PartitionKey eq ${hour}` } })) {
          const at = new Date(row.at);
          if (at.getTime() < from.getTime() - OVERLAP_MS) break;
          if (at < since || seen.has(row.rowKey)) continue;
          seen.add(row.rowKey);
          lines.push(toLine(row, at));
        }
      } catch (error) {
        if ((error as { statusCode?: number }).statusCode !== 404) throw error;
      }
    }
    from = now;
    return lines.sort((one, other) => one.at.getTime() - other.at.getTime());
  };
}

function hourOf(time: Date): string {
  return String(9_999_999_999 - Number(time.toISOString().slice(0, 13).replace(/\D/g, '')));
}

function toLine(row: Row, at: Date): LogLine {
  return {
    at,
    type: row.type,
    displayName: row.displayName ?? null,
    sourceId: row.sourceId,
    cause: row.cause,
    code: row.code ?? null,
    reason: row.reason ?? null,
    durationMs: row.durationMs,
    modified: modifiedOf(row),
  };
}

/** The details are JSON, cut over as many columns as they need: `details`, `details1`, … */
function modifiedOf(row: Row): LogLine['modified'] {
  let text = row.details ?? '';
  for (let index = 1; row[`details${index}`] !== undefined; index++) text += row[`details${index}`];
  if (text === '') return [];
  return (JSON.parse(text) as { modifiedProperties?: LogLine['modified'] }).modifiedProperties ?? [];
}
