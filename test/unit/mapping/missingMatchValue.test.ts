import { describe, expect, it } from 'vitest';
import { missingMatchValue } from '../../../shared/mapping/missingMatchValue.ts';

const EMAIL = 'emails[type eq "work"].value';
const matching = [{ target: EMAIL }, { target: 'userName' }];

describe('an object to be matched', () => {
  it.each([{ [EMAIL]: 'jane@contoso.com', userName: null }, { [EMAIL]: null, userName: 'jane' }, { userName: 'jane' }])(
    'needs one value only: %j',
    (attributes) => {
      expect(missingMatchValue(matching, attributes)).toBeUndefined();
    },
  );

  it.each([{ [EMAIL]: null, userName: null }, {}, { title: 'Chief' }])(
    'is ImportSkipped without any: %j',
    (attributes) => {
      expect(missingMatchValue(matching, attributes)).toEqual({
        code: 'ImportSkipped',
        message: expect.stringContaining(`${EMAIL} and userName`),
      });
    },
  );
});
