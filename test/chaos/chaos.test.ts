import { expect, it } from 'vitest';
import { runChaos } from './runChaos.ts';

/** New ones each time, or the one to repeat. */
const SEEDS =
  process.env.CHAOS_SEED === undefined
    ? [Date.now() % 1_000_000, (Date.now() + 1) % 1_000_000]
    : [Number(process.env.CHAOS_SEED)];

it.each(SEEDS)(
  'after kills, faults of all parts and changes at random the app ends where a fresh cycle would, and has wronged nobody (CHAOS_SEED=%i)',
  { timeout: 120_000 },
  async (seed) => {
    const { problems, disturbances } = await runChaos({ seed });
    const story = `Repeat the same choices with CHAOS_SEED=${seed}, or npm run chaos -- --seed ${seed}. Disturbances: ${disturbances.join(', ')}.`;
    expect(problems, story).toEqual([]);
    expect(disturbances.length, story).toBeGreaterThan(0);
  },
);
