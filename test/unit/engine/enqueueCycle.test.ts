import { describe, expect, it } from 'vitest';
import { managersFirst } from '../../../shared/engine/enqueueCycle.ts';

const order = (...pairs: [string, string | null][]) =>
  managersFirst(pairs.map(([id, managerId]) => ({ id, managerId }))).map(({ id }) => id);

describe('managersFirst', () => {
  it('puts every manager before the reports, however long the chain', () => {
    expect(order(['clerk', 'lead'], ['lead', 'head'], ['head', 'ceo'], ['ceo', null])).toEqual([
      'ceo',
      'head',
      'lead',
      'clerk',
    ]);
  });

  it('does not wait for a manager who is not among them', () => {
    expect(order(['b', 'elsewhere'], ['a', null])).toEqual(['b', 'a']);
  });

  it('survives a ring of managers', () => {
    expect(order(['a', 'b'], ['b', 'a'], ['c', 'a']).sort()).toEqual(['a', 'b', 'c']);
  });

  it('survives someone who manages themselves', () => {
    expect(order(['b', 'a'], ['a', 'a'])).toEqual(['a', 'b']);
  });
});
