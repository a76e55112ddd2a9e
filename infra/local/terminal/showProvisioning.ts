import { setTimeout as delay } from 'node:timers/promises';
import type { LocalProvisioner } from '../stack/localProvisioner.ts';
import type { Stack } from '../stack/stack.ts';
import { StartError } from '../stack/startError.ts';
import { formatLine } from './formatLine.ts';
import { invite } from './invite.ts';
import { createLogTail, type LogLine } from './logTail.ts';
import { type CycleView, progressBar } from './progressBar.ts';
import type { Screen } from './screen.ts';
import { summarizeCycle } from './summarizeCycle.ts';

const POLL_MS = 250;

/**
 * Starts the initial cycle and shows its progress and result, then a line per provisioned change, until told to stop.
 * @throws StartError when the function host ends by itself
 */
export async function showProvisioning(
  { stack, storage, hostEnded }: LocalProvisioner,
  screen: Screen,
  signal: AbortSignal,
): Promise<void> {
  const readLog = createLogTail(storage, new Date());
  const earlier = await readCycle(stack);
  await runTimer(stack, 'renewSubscriptions', { wait: true });
  await runTimer(stack, 'fullCycle');
  const gone = hostEnded.then((lines) => {
    throw new StartError(`The function host has ended.\n${lines}`);
  });
  await Promise.race([gone, show()]);

  async function show(): Promise<void> {
    if (earlier?.phase === 'ended') screen.print(`\n${describeEarlier(earlier)}`);
    else await showCycle();
    screen.print(`\n${invite(stack)}`);
    for (; !signal.aborted; await pause(signal)) {
      for (const line of await readLog()) screen.print(formatLine(line, screen.paint));
    }
  }

  /** Until the cycle has ended, and its last entries have found their way into the log. */
  async function showCycle(): Promise<void> {
    const lines: LogLine[] = [];
    let phase = '';
    screen.print('');
    for (; !signal.aborted; await pause(signal)) {
      const fresh = await readLog();
      lines.push(...fresh);
      const cycle = await readCycle(stack);
      if (!cycle) continue;
      if (cycle.phase === 'ended' && fresh.length === 0)
        return screen.print(summarizeCycle(cycle, lines, screen.paint));
      if (cycle.phase !== 'ended') screen.redraw(progressBar(cycle, Date.now()));
      if (!screen.isTerminal && cycle.phase === 'provisioning' && phase !== cycle.phase) {
        screen.print(`Initial cycle: ${cycle.planned} of ${cycle.scanned} people and groups need an update …`);
      }
      phase = cycle.phase;
    }
  }
}

/** With `--persist`, the cycle of an earlier start. */
function describeEarlier({ scanned, endedAt }: CycleView): string {
  const at = endedAt === null ? '' : ` of ${new Date(endedAt).toLocaleString()}`;
  return `Goes on where it stopped: the cycle${at} covered ${scanned} people and groups, and changes since then are found by the next sweep.`;
}

async function pause(signal: AbortSignal): Promise<void> {
  await delay(POLL_MS, undefined, { signal }).catch(() => undefined);
}

/** Core Tools do not know `wait` and answer at once. That a function fails is told by the host's own lines. */
async function runTimer(stack: Stack, name: string, { wait = false } = {}): Promise<void> {
  const answer = await fetch(`${stack.functionsUrl}/admin/functions/${name}${wait ? '?wait=true' : ''}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  if (!answer.ok && !wait) throw new StartError(`Function ${name} could not be started: HTTP ${answer.status}.`);
}

/** The running or last cycle. */
async function readCycle(stack: Stack): Promise<CycleView | undefined> {
  const answer = await fetch(`${stack.functionsUrl}/api/status`);
  if (!answer.ok) return undefined;
  return ((await answer.json()) as { cycle: CycleView | null }).cycle ?? undefined;
}
