import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { SlowestFirst } from './support/slowestFirst.ts';

// What Node has compiled is kept for the next function host: the tests start some hundred of them.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('../node_modules/.cache/node', import.meta.url));

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/bench/**'],
    pool: 'forks',
    // Every file starts servers of its own and shares nothing else, so the modules need not be loaded again for each.
    isolate: false,
    // Much of the time is spent waiting: for locks, pauses and timers.
    maxWorkers: 3,
    sequence: { sequencer: SlowestFirst },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    globalSetup: ['test/support/buildOnce.ts'],
  },
});
