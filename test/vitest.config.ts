import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { SlowestFirst } from './support/slowestFirst.ts';

// What Node has compiled is kept for the next function host: the tests start some hundred of them.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('../node_modules/.cache/node', import.meta.url));

/** These load an app into their own process, which Node does once. */
const LOADS_AN_APP = ['test/contract/functionHostHttp.test.ts', 'test/contract/functionHostTimers.test.ts'];

export default defineConfig({
  test: {
    projects: [
      // Every file starts servers of its own and shares nothing else, so the modules need not be loaded again for each.
      { extends: true, test: { name: 'main', include: ['test/**/*.test.ts'], exclude: LOADS_AN_APP, isolate: false } },
      { extends: true, test: { name: 'app', include: LOADS_AN_APP } },
    ],
    pool: 'forks',
    // Much of the time is spent waiting: for locks, pauses and timers.
    maxWorkers: 3,
    sequence: { sequencer: SlowestFirst },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    globalSetup: ['test/support/buildOnce.ts'],
  },
});
