import { parseArgs } from 'node:util';
import { startSlackSimulator } from './startSlackSimulator.ts';

const USAGE = 'node infra/local/slack/main.ts [--port 7090] [--slack-limits real|20|off] [--data <file>]';

/** `real`, `off`, or how many times faster than Slack's limits. */
function readLimits(text: string): 'off' | number {
  if (text === 'off') return 'off';
  const speed = text === 'real' ? 1 : Number(text);
  if (!(speed > 0)) throw new Error(`--slack-limits ${text} is neither real nor off nor a number.\n${USAGE}`);
  return speed;
}

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '7090' },
    'slack-limits': { type: 'string', default: '20' },
    data: { type: 'string' },
  },
});
const simulator = await startSlackSimulator({
  port: Number(values.port),
  limits: readLimits(values['slack-limits']),
  ...(values.data !== undefined && { dataFile: values.data }),
});
console.log(`Slack simulator: ${simulator.url}/ for a look at it, /scim/v2 and /scim/v1, switches at /_simulator`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void simulator.close().then(() => process.exit(0)));
}
