import type { FunctionTheme } from '../functionTheme.ts';

const otherMails = ['ana@contoso.com', 'ana@fabrikam.com', 'ana@contoso.com'];

export const LISTS: FunctionTheme = {
  title: 'Lists',
  introduction: 'Some attributes hold several values: `proxyAddresses`, `otherMails`, `appRoleAssignments`.',
  functions: {
    Count: {
      summary: 'How many values there are.',
      examples: [{ expression: 'Count([otherMails])', attributes: { otherMails }, result: 3 }],
      entra: true,
    },
    Item: {
      summary: 'One of the values; none, if there are fewer.',
      parameters: { index: 'counts from 1' },
      examples: [{ expression: 'Item([otherMails], 2)', attributes: { otherMails }, result: 'ana@fabrikam.com' }],
      entra: true,
    },
    RemoveDuplicates: {
      summary: 'Each value once.',
      examples: [
        {
          expression: 'RemoveDuplicates([otherMails])',
          attributes: { otherMails },
          result: ['ana@contoso.com', 'ana@fabrikam.com'],
        },
      ],
      entra: true,
    },
    Split: {
      summary: 'Takes a text apart into a list. White space around the parts is dropped.',
      examples: [
        {
          expression: 'Split([extensionAttribute5], ",")',
          attributes: { extensionAttribute5: 'Lisbon, Porto' },
          result: ['Lisbon', 'Porto'],
        },
      ],
      entra: true,
    },
  },
};
