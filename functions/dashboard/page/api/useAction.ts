import { useState } from 'preact/hooks';
import { announce } from '../parts/announce.tsx';

/** Something that a person sets off. */
export interface Action<A extends unknown[]> {
  readonly run: (...given: A) => Promise<void>;
  /** True until it has ended; buttons are disabled meanwhile. */
  readonly busy: boolean;
}

/** Runs what a person sets off, one at a time, and tells how it ended. `act` answers the sentence to show. */
export function useAction<A extends unknown[]>(act: (...given: A) => Promise<string | undefined>): Action<A> {
  const [busy, setBusy] = useState(false);
  const run = async (...given: A) => {
    if (busy) return;
    setBusy(true);
    try {
      const text = await act(...given);
      if (text) announce(text);
    } catch (error) {
      announce((error as Error).message, 'bad');
    } finally {
      setBusy(false);
    }
  };
  return { run, busy };
}
