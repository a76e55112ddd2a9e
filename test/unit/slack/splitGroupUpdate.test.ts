import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitGroupUpdate } from '../../../shared/slack/splitGroupUpdate.ts';

describe('splitGroupUpdate', () => {
  it('leaves an update whole that fits into one request', () => {
    const update = { displayName: 'Ops', add: ['A', 'B'], remove: ['C'] };
    expect(splitGroupUpdate(update)).toEqual([update]);
  });

  it('fills requests of 5,000 ids, additions first, and renames with the first', () => {
    const ids = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => `${prefix}${index}`);
    const parts = splitGroupUpdate({ displayName: 'Ops', add: ids('A', 7000), remove: ids('R', 4000) });
    expect(parts.map(({ displayName, add, remove }) => [displayName, add.length, remove.length])).toEqual([
      ['Ops', 5000, 0],
      [undefined, 2000, 3000],
      [undefined, 0, 1000],
    ]);
  });

  it('renames alone', () => {
    expect(splitGroupUpdate({ displayName: 'Ops', add: [], remove: [] })).toEqual([
      { displayName: 'Ops', add: [], remove: [] },
    ]);
  });

  it('is nothing for nothing', () => {
    expect(splitGroupUpdate({ add: [], remove: [] })).toEqual([]);
  });

  it('does not add what it removes, and says each id once', () => {
    expect(splitGroupUpdate({ add: ['A', 'B', 'A'], remove: ['B', 'B'] })).toEqual([{ add: ['A'], remove: ['B'] }]);
  });

  it('loses no id and exceeds no request, whatever the sizes', () => {
    const ids = fc.uniqueArray(fc.nat({ max: 40 }).map(String));
    fc.assert(
      fc.property(ids, ids, fc.integer({ min: 1, max: 7 }), (add, remove, size) => {
        const parts = splitGroupUpdate({ add, remove }, size);
        expect(parts.flatMap((part) => part.add)).toEqual(add.filter((id) => !remove.includes(id)));
        expect(parts.flatMap((part) => part.remove)).toEqual(remove);
        for (const part of parts) expect(part.add.length + part.remove.length).toBeLessThanOrEqual(size);
      }),
    );
  });
});
