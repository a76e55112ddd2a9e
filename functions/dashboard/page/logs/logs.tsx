import { useCallback, useMemo, useState } from 'preact/hooks';
import { Empty, Failure, Waiting } from '../parts/feedback.tsx';
import { address, replaceAddress, route } from '../parts/route.ts';
import { fullTime } from '../parts/time.tsx';
import { VirtualTable } from '../parts/virtualTable.tsx';
import { count } from '../words/numbers.ts';
import { LogDialog } from './logDialog.tsx';
import { LogExport } from './logExport.tsx';
import { LogFilters } from './logFilters.tsx';
import { logQuery } from './logQuery.ts';
import { LOG_COLUMNS, logCells } from './logRow.tsx';
import { useLog } from './useLog.ts';

/** Entries from the end of what was read at which more is fetched. */
const FETCH_AHEAD = 30;

/** Everything that provisioning did, and why. */
export function Logs() {
  const { part: opened, query: filters } = route.value;
  const [isLive, setLive] = useState(true);
  const given = filters.toString();
  // A span of time is counted from when the filters were set, so that scrolling back has a fixed end.
  const query = useMemo(() => logQuery(new URLSearchParams(given), Date.now()).toString(), [given]);
  const log = useLog(query, isLive && !filters.has('to'));
  const { items, isLoading, error, hasMore, scannedUntil } = log;
  const place = (id?: string) => address('logs', Object.fromEntries(filters), id);
  const seen = useCallback(
    (_from: number, to: number) => {
      if (to > items.length - FETCH_AHEAD) log.more();
    },
    [items.length, log.more],
  );

  return (
    <div class="stack">
      <LogFilters filters={filters} person={items[0]?.displayName ?? undefined} />
      {error && <Failure error={error} retry={log.reload} />}
      <section class="card" aria-label="Entries">
        <div class="between">
          <label class="check">
            <input
              type="checkbox"
              checked={isLive && !filters.has('to')}
              disabled={filters.has('to')}
              onChange={(event) => setLive(event.currentTarget.checked)}
            />
            Show new entries as they come
          </label>
          <div class="actions">
            <span class="quiet" role="status">
              {items.length > 0 &&
                `${count(items.length)}${hasMore ? '+' : ''} ${items.length === 1 ? 'entry' : 'entries'}`}
            </span>
            <LogExport query={query} />
          </div>
        </div>
        {items.length === 0 && isLoading && <Waiting lines={8} />}
        {items.length === 0 && !isLoading && !error && (
          <Empty>
            {given === ''
              ? 'Nothing has been provisioned yet.'
              : hasMore
                ? `Nothing fits back to ${fullTime(scannedUntil ?? '')}.`
                : 'Nothing fits. Remove a filter or a word.'}
          </Empty>
        )}
        {items.length > 0 && (
          <VirtualTable
            label="Provisioning log"
            count={items.length}
            order={query}
            columns={LOG_COLUMNS}
            opener="name"
            row={(index) => logCells(items[index])}
            open={(index) => {
              const id = items[index]?.id;
              if (id) location.hash = place(id);
            }}
            seen={seen}
          />
        )}
        {hasMore && (
          <div class="between">
            <span class="quiet">{scannedUntil && `Looked back to ${fullTime(scannedUntil)}.`}</span>
            <button type="button" disabled={isLoading} onClick={log.more}>
              {isLoading ? 'Looking…' : 'Look further back'}
            </button>
          </div>
        )}
      </section>
      {opened && <LogDialog id={opened} close={() => replaceAddress(place())} />}
    </div>
  );
}
