import { computed, signal } from '@preact/signals';
import type { Status } from '../../../../shared/engine/readStatus.ts';
import { addSample, type Sample } from '../words/progress.ts';
import { get } from './request.ts';

/** How often the status is asked for while a cycle runs, and while nothing much happens. */
const BUSY_MS = 1_000;
const CALM_MS = 3_000;

/** The job as it was a moment ago; every screen shows some of it. */
export const status = signal<Status | undefined>(undefined);
export const statusError = signal<Error | undefined>(undefined);
/** Progress of the running cycle over the last seconds, from which its rate is told. */
export const samples = signal<readonly Sample[]>([]);
export const isRunning = computed(() => {
  const phase = status.value?.cycle?.phase;
  return phase === 'scanning' || phase === 'provisioning';
});

let timer: ReturnType<typeof setTimeout> | undefined;

/** Asks at once, and from then on again and again while the page is looked at. */
export async function watchStatus(): Promise<void> {
  clearTimeout(timer);
  if (!document.hidden) await readStatus();
  timer = setTimeout(watchStatus, isRunning.value ? BUSY_MS : CALM_MS);
}

async function readStatus(): Promise<void> {
  try {
    const answer = await get<Status>('status');
    samples.value = addSample(samples.value, answer.cycle, Date.now());
    status.value = answer;
    statusError.value = undefined;
  } catch (error) {
    statusError.value = error as Error;
  }
}

document.addEventListener('visibilitychange', () => document.hidden || watchStatus());
