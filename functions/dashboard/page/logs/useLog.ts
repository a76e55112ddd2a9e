import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { LogPage, LogSummary } from '../api/answers.ts';
import { get } from '../api/request.ts';

/** As many entries as one look at the log gives. */
const PAGE = 100;
/** A look at the log ends after a thousand entries; with a rare filter it takes several until something is found. */
const MOST_LOOKS = 40;
const TAIL_MS = 2_000;

/** The log as far as it was read, newest first. */
export interface Log {
  readonly items: readonly LogSummary[];
  /** Down to when it was looked at; null: to its end. */
  readonly scannedUntil: string | null;
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  readonly error: Error | undefined;
  /** Goes on into the past. */
  readonly more: () => void;
  readonly reload: () => void;
}

interface State {
  readonly items: readonly LogSummary[];
  readonly next: string | null;
  readonly newest: string | null;
  readonly scannedUntil: string | null;
}

const NOTHING: State = { items: [], next: null, newest: null, scannedUntil: null };

/**
 * Reads the log page by page, and what is added to it while it is watched.
 * @param query what is looked for, as the admin route takes it
 * @param isLive new entries appear by themselves
 */
export function useLog(query: string, isLive: boolean): Log {
  const [state, setState] = useState(NOTHING);
  const [isLoading, setLoading] = useState(true);
  const [error, setError] = useState<Error>();
  const [turn, setTurn] = useState(0);
  const current = useRef(state);
  current.current = state;
  const underWay = useRef<AbortController>(undefined);

  const look = useCallback(
    async (from: State) => {
      underWay.current?.abort();
      const stop = new AbortController();
      underWay.current = stop;
      setLoading(true);
      setError(undefined);
      try {
        await lookBack(query, from, stop.signal, setState);
      } catch (failure) {
        if (!stop.signal.aborted) setError(failure as Error);
      }
      if (!stop.signal.aborted) setLoading(false);
    },
    [query],
  );

  useEffect(() => {
    setState(NOTHING);
    look(NOTHING);
    return () => underWay.current?.abort();
  }, [look, turn]);

  useEffect(() => {
    if (!isLive) return;
    const timer = setInterval(async () => {
      const { newest } = current.current;
      if (document.hidden) return;
      const since = newest === null ? '' : `&after=${encodeURIComponent(newest)}`;
      const page = await get<LogPage>(`logs?${query}&limit=${PAGE}${since}`).catch(() => null);
      // Somebody may have changed the filters meanwhile.
      if (page && current.current.newest === newest) setState((before) => withNew(before, page));
    }, TAIL_MS);
    return () => clearInterval(timer);
  }, [query, isLive]);

  return {
    ...{ items: state.items, scannedUntil: state.scannedUntil, hasMore: state.next !== null, isLoading, error },
    more: () => isLoading || state.next === null || look(state),
    reload: () => setTurn(turn + 1),
  };
}

/** Looks until there is a page more to show, or the end, or it takes too long. */
async function lookBack(query: string, from: State, signal: AbortSignal, show: (state: State) => void): Promise<void> {
  let state = from;
  for (let looks = 0; looks < MOST_LOOKS; looks++) {
    const next = state.next === null ? '' : `&next=${encodeURIComponent(state.next)}`;
    const page = await get<LogPage>(`logs?${query}&limit=${PAGE}${next}`, signal);
    state = {
      items: [...state.items, ...page.items],
      next: page.next,
      newest: state.newest ?? page.newest,
      scannedUntil: page.scannedUntil,
    };
    if (signal.aborted) return;
    show(state);
    if (state.next === null || state.items.length >= from.items.length + PAGE / 2) return;
  }
}

/** Entries of the last seconds may come twice. */
function withNew(before: State, { items, newest }: LogPage): State {
  const known = new Set(before.items.slice(0, 2 * PAGE).map(({ id }) => id));
  const fresh = items.filter(({ id }) => !known.has(id));
  return { ...before, items: [...fresh, ...before.items], newest: newest ?? before.newest };
}
