import { describe, expect, it } from 'vitest';
import type { Step } from '../../../shared/model/outcome.ts';
import { capDetails } from '../../../shared/store/logDetails.ts';

const step = (details: Step['details']): Step => ({ type: 'import', status: 'success', details });
const property = (n: number) => ({ name: `attribute${n}`, old: null, new: 'v' });

describe('log details', () => {
  it('that fit are not touched', () => {
    const details = { steps: [step({ a: 'x'.repeat(900) })], modifiedProperties: [property(1)] };
    expect(capDetails(details, 10_000)).toBe(details);
  });

  it('that do not fit lose the ends of long texts and lists first', () => {
    const details = {
      steps: [step({ text: 'x'.repeat(3_000), deep: { list: Array(100).fill(1) }, n: 1, none: null })],
      modifiedProperties: [property(1)],
    };
    const capped = capDetails(details, 2_000);
    expect(capped.modifiedProperties).toEqual(details.modifiedProperties);
    expect(capped.steps).toEqual([
      step({
        text: `${'x'.repeat(500)}… (cut, 3000 characters)`,
        deep: { list: [...Array(20).fill(1), '… (cut, 100 items)'] },
        n: 1,
        none: null,
      }),
    ]);
  });

  it('then lose the last modified properties, and say how many', () => {
    const modifiedProperties = Array.from({ length: 80 }, (_, n) => property(n));
    const capped = capDetails({ steps: [step({ a: 1 })], modifiedProperties }, 2_000);
    expect(capped.modifiedProperties).toEqual(modifiedProperties.slice(0, 40));
    expect(capped.steps).toEqual([
      step({ a: 1 }),
      expect.objectContaining({ details: { cut: 'Left out, too large for the log: 40 modified properties.' } }),
    ]);
  });

  it('at last lose what the steps saw, but not which steps there were', () => {
    const steps = [step({ a: 'x'.repeat(400), b: 'y'.repeat(400) }), { ...step({ c: 1 }), type: 'export' as const }];
    const capped = capDetails({ steps, modifiedProperties: [] }, 300);
    expect(capped.steps.map(({ type }) => type)).toEqual(['import', 'export', 'processing']);
    expect(JSON.stringify(capped)).toMatch(/Left out/);
  });
});
