import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

/** Something that is fetched, with what went wrong. */
export interface Load<T> {
  readonly data: T | undefined;
  readonly error: Error | undefined;
  /** True while a request is under way; older data stays meanwhile. */
  readonly loading: boolean;
  readonly reload: () => void;
}

/**
 * Fetches when the component appears and whenever `keys` change; an answer that is no longer wanted is dropped.
 * @param everyMs fetch again and again, as long as the page is looked at
 */
export function useLoad<T>(
  fetch: (signal: AbortSignal) => Promise<T>,
  keys: readonly unknown[],
  everyMs?: number,
): Load<T> {
  const [state, setState] = useState<Omit<Load<T>, 'reload'>>({ data: undefined, error: undefined, loading: true });
  const [turn, setTurn] = useState(0);
  const latest = useRef(fetch);
  latest.current = fetch;
  const reload = useCallback(() => setTurn((before) => before + 1), []);

  useEffect(() => {
    const stop = new AbortController();
    setState((before) => ({ ...before, loading: true }));
    latest.current(stop.signal).then(
      (data) => stop.signal.aborted || setState({ data, error: undefined, loading: false }),
      (error) => stop.signal.aborted || setState(({ data }) => ({ data, error, loading: false })),
    );
    return () => stop.abort();
  }, [...keys, turn]);

  useEffect(() => {
    if (everyMs === undefined) return;
    const timer = setInterval(() => document.hidden || reload(), everyMs);
    return () => clearInterval(timer);
  }, [everyMs, reload]);

  return { ...state, reload };
}
