import { createScreen } from '../local/terminal/screen.ts';
import { runCommand } from './app/runCommand.ts';
import { formatOutcome, formatStep } from './provision/formatProvisioned.ts';
import { readProvisionOptions, USAGE } from './provision/provisionOptions.ts';
import { requestProvisioning } from './provision/requestProvisioning.ts';

await runCommand(USAGE, async () => {
  const options = readProvisionOptions(process.argv.slice(2), process.env);
  if (options.help) {
    console.log(USAGE);
    return;
  }
  const screen = createScreen(process.stdout);
  const isQuiet = options.json || !screen.isTerminal;
  let shown = 0;
  const request = await requestProvisioning(options, ({ steps, state, note }) => {
    if (isQuiet) return;
    for (const step of steps.slice(shown)) screen.print(formatStep(step, screen.paint));
    shown = Math.max(shown, steps.length);
    if (state === 'queued') screen.redraw('Waiting for a worker …');
    if (state === 'waiting') screen.redraw(note ?? 'Waiting …');
  });
  if (isQuiet) console.log(JSON.stringify(request, null, 2));
  else screen.print(formatOutcome(request, screen.paint));
  if (request.outcome === 'failed') process.exitCode = 1;
});
