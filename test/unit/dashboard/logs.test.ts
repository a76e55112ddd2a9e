import { describe, expect, it } from 'vitest';
import { niceTop, shownLabels } from '../../../functions/dashboard/page/insights/scale.ts';
import { joinExport } from '../../../functions/dashboard/page/logs/joinExport.ts';
import { logQuery } from '../../../functions/dashboard/page/logs/logQuery.ts';

const NOW = Date.parse('2026-01-02T00:00:00Z');
const query = (filters: Record<string, string>) => Object.fromEntries(logQuery(new URLSearchParams(filters), NOW));

describe('the filters of the log in the address', () => {
  it('become the query of the admin route, without what is empty or unknown', () => {
    expect(query({ text: ' ada ', outcome: 'failed', code: 'key', status: '' })).toEqual({
      text: 'ada',
      outcome: 'failed',
    });
  });

  it('count a span of time from now; moments win over it', () => {
    expect(query({ span: 'day' })).toEqual({ from: '2026-01-01T00:00:00.000Z' });
    expect(query({ span: 'day', from: '2025-12-01T00:00:00Z', to: 'nonsense' })).toEqual({
      from: '2025-12-01T00:00:00.000Z',
    });
  });
});

describe('the pages of an export', () => {
  it('become one file', () => {
    expect(joinExport(['a\r\n1\r\n', '2\r\n'], 'csv').join('')).toBe('\uFEFFa\r\n1\r\n2\r\n');
    expect(JSON.parse(joinExport(['{"value":[1]}', '{"value":[2,3]}'], 'json').join(''))).toEqual({ value: [1, 2, 3] });
  });
});

describe('the axes of a chart', () => {
  it('end at a round number', () => {
    expect([0, 1, 7, 23, 30, 101, 9_000].map(niceTop)).toEqual([1, 1, 10, 25, 50, 200, 10_000]);
  });

  it('name as many days as there is room for, the last one among them', () => {
    expect([...shownLabels(3, 300, 56)]).toEqual([0, 1, 2]);
    expect([...shownLabels(10, 200, 56)]).toEqual([0, 3, 6, 9]);
  });
});
