import type { FunctionTheme } from '../functionTheme.ts';
import { markdownTable } from '../markdownTable.ts';

const REPLACE_SUMMARY = `Replaces a text, or puts one into another. What it does depends on the arguments that are given:

${markdownTable(
  ['given', 'result'],
  [
    ['`oldValue`, `replacementValue`', 'the source, with each `oldValue` replaced'],
    ['`oldValue`, `template`', 'the template, with each `oldValue` replaced by the source'],
    ['`regexPattern`, `replacementValue`', 'the source, with everything replaced that the pattern finds'],
    [
      '`regexPattern`, `regexGroupName`, `replacementValue`',
      'the source, with only that replaced which the group finds',
    ],
    [
      '`regexPattern`, `regexGroupName`, `replacementAttributeName`',
      'the source if it has a value, otherwise what the group finds in the other attribute',
    ],
  ],
)}`;

export const SEARCH: FunctionTheme = {
  title: 'Search and replace',
  functions: {
    InStr: {
      summary: 'Where a text stands in another, counted from 1; 0 if it is not there.',
      parameters: {
        value1: 'where to search',
        value2: 'what to search',
        compareType: '`vbBinaryCompare` (as it is written) or `vbTextCompare` (small and capital letters are the same)',
      },
      examples: [{ expression: 'InStr([mail], "@")', attributes: { mail: 'ana@contoso.com' }, result: 4 }],
      entra: true,
    },
    Contains: {
      summary:
        'The position of the first value of a list that contains a text, counted from 1; 0 if none does. Comes from Microsoft Entra Connect.',
      parameters: { Casetype: '`CaseSensitive` or `CaseInsensitive`' },
      examples: [
        {
          expression: 'Item([proxyAddresses], Contains([proxyAddresses], "SMTP:"))',
          attributes: { proxyAddresses: ['smtp:a@contoso.com', 'SMTP:ana@contoso.com'] },
          result: 'SMTP:ana@contoso.com',
        },
      ],
      entra: false,
    },
    Replace: {
      summary: REPLACE_SUMMARY,
      parameters: {
        regexPattern: 'a [regular expression](#regular-expressions)',
        replacementAttributeName: 'the other attribute, such as `[mail]`',
      },
      examples: [
        {
          expression: 'Replace([telephoneNumber], "-", , , "", , )',
          attributes: { telephoneNumber: '21-000-17' },
          result: '2100017',
        },
        {
          expression: 'Replace([department], "%d", , , , , "Team %d")',
          attributes: { department: 'Sales' },
          result: 'Team Sales',
        },
        {
          expression: 'Replace([mailNickname], , "[^a-z0-9]+", , ".", , )',
          attributes: { mailNickname: 'ana  silva' },
          result: 'ana.silva',
        },
        {
          expression: 'Replace([mailNickname], , "^(?<name>[^@]+)@", "name", , [mail], )',
          attributes: { mail: 'ana@contoso.com' },
          result: 'ana',
        },
      ],
      entra: true,
    },
  },
};
