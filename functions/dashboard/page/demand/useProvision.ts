import { useEffect, useRef, useState } from 'preact/hooks';
import type { Provisioned } from '../api/answers.ts';
import { get, post } from '../api/request.ts';

/** How often it is asked how far a request has come: the steps shall appear as they happen. */
const LOOK_EVERY_MS = 300;

interface Provision {
  /** As far as it has come. */
  readonly result: Provisioned | undefined;
  readonly error: Error | undefined;
  readonly isBusy: boolean;
  readonly run: (dryRun: boolean) => Promise<void>;
}

/** Asks for provisioning of one object and follows it to its outcome. */
export function useProvision(kind: 'user' | 'group', id: string): Provision {
  const [result, setResult] = useState<Provisioned>();
  const [error, setError] = useState<Error>();
  const [isBusy, setBusy] = useState(false);
  const stop = useRef(new AbortController());
  useEffect(() => () => stop.current.abort(), []);

  const run = async (dryRun: boolean) => {
    const { signal } = stop.current;
    setBusy(true);
    setError(undefined);
    setResult(undefined);
    try {
      let latest = await post<Provisioned>('provision', { kind, id, dryRun, ...(dryRun ? {} : { wait: 0 }) }, signal);
      while (!signal.aborted) {
        setResult(latest);
        if (latest.state === 'done' || latest.requestId === null) break;
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
        latest = await get<Provisioned>(`provision/${encodeURIComponent(latest.requestId)}`, signal);
      }
    } catch (failure) {
      if (!signal.aborted) setError(failure as Error);
    }
    setBusy(false);
  };
  return { result, error, isBusy, run };
}
