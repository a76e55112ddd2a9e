import type { FunctionTheme } from '../functionTheme.ts';

export const TEXTS: FunctionTheme = {
  title: 'Text',
  introduction:
    '`ToLower`, `ToUpper`, `PCase`, `NormalizeDiacritics`, `StripSpaces` and `Trim` change every value of a list that they are given.',
  functions: {
    Append: {
      summary: 'Adds a text at the end. Without a source there is no result: a suffix alone is never meant.',
      examples: [
        { expression: 'Append([mailNickname], "-ext")', attributes: { mailNickname: 'ana' }, result: 'ana-ext' },
      ],
      entra: true,
    },
    Prepend: {
      summary: "Adds a text at the beginning, as `Append` does at the end. From Graph's list of functions.",
      examples: [{ expression: 'Prepend("x-", [employeeId])', attributes: { employeeId: '1042' }, result: 'x-1042' }],
      entra: false,
    },
    Join: {
      summary: 'Joins texts, and all values of lists, with a separator. What is empty is left out with its separator.',
      examples: [
        {
          expression: 'Join(" ", [givenName], [surname], [companyName])',
          attributes: { givenName: 'Ana', surname: 'Silva' },
          result: 'Ana Silva',
        },
      ],
      entra: true,
    },
    Left: {
      summary: 'So many characters from the beginning. 0 gives an empty text, a negative number the whole text.',
      examples: [{ expression: 'Left([surname], 3)', attributes: { surname: 'Silva' }, result: 'Sil' }],
      entra: true,
    },
    Mid: {
      summary: 'A part of a text.',
      parameters: { start: 'counts from 1', length: 'left out: up to the end' },
      examples: [{ expression: 'Mid([employeeId], 3, 2)', attributes: { employeeId: 'DE42-7' }, result: '42' }],
      entra: true,
    },
    Word: {
      summary: 'The n-th word of a text, or an empty text if there are fewer.',
      parameters: { WordNumber: 'counts from 1', Delimiters: 'every character of it separates words' },
      examples: [
        {
          expression: 'Word([userPrincipalName], 1, "@.")',
          attributes: { userPrincipalName: 'ana.silva@contoso.com' },
          result: 'ana',
        },
      ],
      entra: true,
    },
    ToLower: {
      summary: 'Makes small letters.',
      parameters: { culture: 'a language tag such as `tr-TR`; left out: no language' },
      examples: [{ expression: 'ToLower([mail])', attributes: { mail: 'Ana@Contoso.com' }, result: 'ana@contoso.com' }],
      entra: true,
    },
    ToUpper: {
      summary: 'Makes capital letters.',
      parameters: { culture: 'as for `ToLower`' },
      examples: [{ expression: 'ToUpper([country])', attributes: { country: 'pt' }, result: 'PT' }],
      entra: true,
    },
    PCase: {
      summary: 'A capital letter at the beginning of each word, small letters elsewhere.',
      parameters: { wordSeparators: 'the only characters that separate words; left out: spaces and punctuation' },
      examples: [
        {
          expression: 'PCase([displayName])',
          attributes: { displayName: 'ANA DE-SOUZA' },
          result: 'Ana De-Souza',
        },
      ],
      entra: true,
    },
    NormalizeDiacritics: {
      summary: 'Replaces letters with accents by plain ones, as Entra does: `ü` by `u`, `ß` by `ss`, `ø` by `oe`.',
      examples: [
        {
          expression: 'NormalizeDiacritics([surname])',
          attributes: { surname: 'Strauß-Núñez' },
          result: 'Strauss-Nunez',
        },
      ],
      entra: true,
    },
    StripSpaces: {
      summary: 'Removes all spaces.',
      examples: [
        {
          expression: 'StripSpaces([telephoneNumber])',
          attributes: { telephoneNumber: '+351 21 000' },
          result: '+35121000',
        },
      ],
      entra: true,
    },
    Trim: {
      summary: 'Removes white space at both ends. Comes from Entra Cloud Sync.',
      examples: [{ expression: 'Trim([jobTitle])', attributes: { jobTitle: ' Engineer ' }, result: 'Engineer' }],
      entra: false,
    },
    CStr: {
      summary: 'Makes a text of a number or a boolean.',
      examples: [{ expression: 'CStr([accountEnabled])', attributes: { accountEnabled: true }, result: 'True' }],
      entra: true,
    },
    Redact: {
      summary: 'The value as it is; the provisioning log shows `[Redact]` in its place.',
      examples: [{ expression: 'Redact([employeeId])', attributes: { employeeId: '1042' }, result: '1042' }],
      entra: true,
    },
  },
};
