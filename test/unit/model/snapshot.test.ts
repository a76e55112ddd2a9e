import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { snapshotOf, snapshotValue } from '../../../shared/model/snapshot.ts';

describe('a snapshot value', () => {
  it('of up to 1 KB is the value itself', () => {
    for (const value of [null, true, 3, '', 'x'.repeat(1_024), ['a', 'b']]) expect(snapshotValue(value)).toEqual(value);
  });

  it('over 1 KB in UTF-8 is its SHA-256', () => {
    expect(snapshotValue('x'.repeat(1_025))).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(snapshotValue('é'.repeat(513))).toMatch(/^sha256:/);
    expect(snapshotValue(Array(200).fill('some role'))).toMatch(/^sha256:/);
  });

  it('is the same for the same value only, and stays when applied again', () => {
    const texts = fc.string({ minLength: 1_100, maxLength: 1_200 });
    fc.assert(
      fc.property(texts, texts, (one, other) => {
        expect(snapshotValue(one) === snapshotValue(other)).toBe(one === other);
        expect(snapshotValue(snapshotValue(one))).toBe(snapshotValue(one));
      }),
    );
  });

  it('is taken of every attribute', () => {
    expect(snapshotOf({ a: 'x', b: 'y'.repeat(2_000), c: null })).toEqual({
      a: 'x',
      b: snapshotValue('y'.repeat(2_000)),
      c: null,
    });
  });
});
