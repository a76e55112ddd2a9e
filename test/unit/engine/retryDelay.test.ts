import { describe, expect, it } from 'vitest';
import { escrowDelay, retryDelay } from '../../../shared/engine/retryDelay.ts';

describe('retryDelay', () => {
  it('spreads over a span that doubles with each attempt', () => {
    expect(retryDelay(0, () => 0.5)).toBe(1_000);
    expect(retryDelay(3, () => 0.5)).toBe(8_000);
    expect(retryDelay(3, () => 0)).toBe(0);
  });

  it('never exceeds 15 minutes, beyond which an object goes to escrow', () => {
    expect(retryDelay(30, () => 1)).toBe(15 * 60_000);
  });
});

describe('escrowDelay', () => {
  it('grows from five minutes to a day', () => {
    expect(escrowDelay(1)).toBe(5 * 60_000);
    expect(escrowDelay(2)).toBe(10 * 60_000);
    expect(escrowDelay(50)).toBe(24 * 3_600_000);
  });
});
