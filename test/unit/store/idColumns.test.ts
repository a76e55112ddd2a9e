import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { idColumns, readIds } from '../../../shared/store/idColumns.ts';

it('15,000 ids take four columns of at most 64 KB, and come back sorted, each once', () => {
  const ids = Array.from({ length: 15_000 }, () => randomUUID());
  const columns = idColumns('members', [...ids, ...ids.slice(0, 10)]);
  expect(Object.keys(columns)).toEqual(['members', 'members1', 'members2', 'members3']);
  for (const column of Object.values(columns)) expect(column.byteLength).toBeLessThanOrEqual(65_536);
  expect(readIds(columns, 'members')).toEqual(ids.toSorted());
});

it('no ids are no columns', () => {
  expect(idColumns('members', [])).toEqual({});
  expect(readIds({}, 'members')).toEqual([]);
});
