import { setTimeout as delay } from 'node:timers/promises';
import type { Status } from '../../shared/engine/readStatus.ts';
import { progressBar } from '../local/terminal/progressBar.ts';
import { createScreen } from '../local/terminal/screen.ts';
import { APP_USAGE, readAppOptions } from './app/appOptions.ts';
import { callApp } from './app/callApp.ts';
import { runCommand } from './app/runCommand.ts';
import { formatStatus } from './status/formatStatus.ts';

const USAGE = `npm run status -- [options]

The provisioning job at a glance. In a terminal, a running cycle is followed to its end (Ctrl+C stops looking, not the cycle).

${APP_USAGE}`;

const LOOK_EVERY_MS = 1_000;

await runCommand(USAGE, async () => {
  const { app } = readAppOptions(process.argv.slice(2), process.env);
  if (app.help) {
    console.log(USAGE);
    return;
  }
  const look = () => callApp<Status>(app, 'GET', '/status');
  const screen = createScreen(process.stdout);
  let status = await look();
  if (app.json || !screen.isTerminal) {
    console.log(JSON.stringify(status, null, 2));
    return;
  }
  for (; isRunning(status); status = await look()) {
    screen.redraw(progressBar(status.cycle, Date.now()));
    await delay(LOOK_EVERY_MS);
  }
  screen.print(formatStatus(status, new Date(), screen.paint));
});

function isRunning(status: Status): status is Status & { readonly cycle: NonNullable<Status['cycle']> } {
  return status.state === 'active' && ['scanning', 'provisioning'].includes(status.cycle?.phase ?? '');
}
