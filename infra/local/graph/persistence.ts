import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ChangeEntry } from './directory/changeLog.ts';
import type { TenantSeed } from './directory/tenantSeed.ts';
import type { SentMail } from './services.ts';
import type { SimulatorClock } from './simulatorClock.ts';
import type { GraphSubscription } from './subscriptions/subscriptionStore.ts';

/** All that outlives the process. */
export interface SavedState {
  readonly version: 1;
  readonly epoch: string;
  readonly tenant: TenantSeed;
  readonly changes: readonly ChangeEntry[];
  /** Sequence number of the next change. */
  readonly nextSequence: number;
  readonly subscriptions: readonly GraphSubscription[];
  readonly mails: readonly SentMail[];
}

/** @returns `undefined` when there is no file yet */
export function loadState(file: string): SavedState | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const state = JSON.parse(text) as SavedState;
  if (state.version !== 1) throw new Error(`${file} was written by another version of the Graph simulator.`);
  return state;
}

/** Written beside the file and then moved over it, so that a crash leaves the old or the new state, never half of one. */
export function saveState(file: string, state: SavedState): void {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, JSON.stringify(state));
  renameSync(temporary, file);
}

/** Changes this close together are written once. */
const DEBOUNCE_MS = 500;

export interface Saver {
  /** Something changed. */
  touch(): void;
  /** Writes what is not written yet. */
  flush(): void;
}

export function createSaver(clock: SimulatorClock, save: () => void): Saver {
  let cancel: (() => void) | undefined;
  const run = (): void => {
    cancel = undefined;
    save();
  };
  return {
    touch: () => {
      cancel ??= clock.after(DEBOUNCE_MS, run);
    },
    flush: () => {
      if (!cancel) return;
      cancel();
      run();
    },
  };
}
