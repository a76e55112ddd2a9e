import { EXAMPLE_GUID } from '../example.ts';
import type { FunctionTheme } from '../functionTheme.ts';

export const UNIQUE: FunctionTheme = {
  title: 'Unique and random values',
  introduction:
    'These give another value each time, or depend on which accounts there are, so their mapping needs `"apply": "onCreate"`.',
  functions: {
    SelectUniqueValue: {
      summary:
        'Proposes several user names, of which Slack gets the first that nobody has. Can only be the whole expression, and for `userName` only.',
      examples: [
        {
          expression: 'SelectUniqueValue([mailNickname], Append([mailNickname], "2"), Append([mailNickname], "3"))',
          attributes: { mailNickname: 'ana' },
          result: 'ana',
        },
      ],
      entra: false,
    },
    Guid: {
      summary: 'A new GUID.',
      examples: [{ expression: 'Guid()', result: EXAMPLE_GUID }],
      entra: true,
    },
    RandomString: {
      summary: 'A random text with at least so many characters of each kind.',
      parameters: { Length: 'at most 256, and at least the sum of the minima' },
      examples: [{ expression: 'RandomString(3, 3, 0, 0, 0, "123456789")', result: '000' }],
      entra: true,
    },
  },
};
