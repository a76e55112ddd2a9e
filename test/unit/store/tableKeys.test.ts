import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  encodeKey,
  entraId,
  newestFirst,
  objectKey,
  objectOf,
  pairKey,
  pairOf,
} from '../../../shared/store/tableKeys.ts';

const ID = 'ABCDEF00-0000-4000-8000-000000000001';

describe('keys', () => {
  it('spread objects by kind and the first two hex digits, in lower case', () => {
    expect(objectKey('group', ID)).toEqual({ partitionKey: 'groupab', rowKey: ID.toLowerCase() });
    expect(objectOf(objectKey('group', ID))).toEqual({ kind: 'group', id: ID.toLowerCase() });
    expect(pairOf(pairKey('user', ID))).toEqual({ kind: 'user', id: ID.toLowerCase() });
  });

  it.each(['', 'x', `${ID}'`, `{${ID}}`, ID.replaceAll('-', ''), '../../etc', `${ID}\n`])(
    'are not made of %j',
    (id) => {
      expect(() => entraId(id)).toThrow(expect.objectContaining({ class: 'invalid', code: 'MalformedId' }));
    },
  );

  it('encode any text with allowed characters only', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(encodeKey(text)).toMatch(/^[A-Za-z0-9.\-_]*$/);
      }),
    );
  });

  it('encode no two texts alike', () => {
    const texts = fc.string({ unit: fc.constantFrom('_', '0', '5', 'f', '/', '~', 'é') });
    fc.assert(
      fc.property(texts, texts, (one, other) => {
        expect(encodeKey(one) === encodeKey(other)).toBe(one === other);
      }),
      { numRuns: 1_000 },
    );
  });

  it('leave Slack ids as they are', () => {
    expect(encodeKey('U012ABCDEF')).toBe('U012ABCDEF');
  });

  it('of times sort the newest first', () => {
    const times = [0, 1, 999, 1_795_381_297_196, 1_795_381_297_197].map((ms) => newestFirst(new Date(ms)));
    expect(times.toSorted()).toEqual(times.toReversed());
  });
});
