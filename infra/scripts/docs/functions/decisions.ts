import type { FunctionTheme } from '../functionTheme.ts';

export const DECISIONS: FunctionTheme = {
  title: 'Decisions',
  functions: {
    IIF: {
      summary: 'Chooses between two values. Only the chosen one is computed, so the other may not even be computable.',
      parameters: {
        condition: 'a comparison, or anything that is `True`, `False` or a number; no value counts as False',
      },
      examples: [
        {
          expression: 'IIF([country] = "US" AND IsPresent([state]), [state], [country])',
          attributes: { country: 'US', state: 'Oregon' },
          result: 'Oregon',
        },
      ],
      entra: true,
    },
    Switch: {
      summary:
        'Looks a value up among pairs of key and value. Keys are compared exactly, and the key `""` also stands for no value. Only the value that is found is computed.',
      parameters: { defaultValue: 'used when no key fits; may be left empty' },
      examples: [
        {
          expression: 'Switch([department], "Other", "R&D", "Engineering", "", "Unknown")',
          attributes: { department: 'R&D' },
          result: 'Engineering',
        },
        { expression: 'Switch([department], "Other", "R&D", "Engineering", "", "Unknown")', result: 'Unknown' },
      ],
      entra: true,
    },
    Coalesce: {
      summary: 'The first source that has a value. An empty text is a value.',
      examples: [
        {
          expression: 'Coalesce([mail], [userPrincipalName])',
          attributes: { userPrincipalName: 'ana@contoso.com' },
          result: 'ana@contoso.com',
        },
      ],
      entra: true,
    },
    IgnoreFlowIfNullOrEmpty: {
      summary: 'The value, or, when it is missing or empty, nothing at all: the attribute is not sent.',
      examples: [{ expression: 'IgnoreFlowIfNullOrEmpty([department])', result: { effect: 'dropAttribute' } }],
      entra: true,
    },
    IsPresent: {
      summary: 'Whether something has a value that is not empty.',
      examples: [{ expression: 'IsPresent([mail])', attributes: { mail: 'ana@contoso.com' }, result: true }],
      entra: true,
    },
    IsNullOrEmpty: {
      summary: 'The opposite of `IsPresent`.',
      examples: [{ expression: 'IsNullOrEmpty([mail])', attributes: { mail: '' }, result: true }],
      entra: true,
    },
    IsNull: {
      summary: 'Whether something has no value. An empty text is a value.',
      examples: [{ expression: 'IsNull([mail])', attributes: { mail: '' }, result: false }],
      entra: true,
    },
    IsNothing: {
      summary: "Another name for `IsNull`, from Graph's list of functions.",
      examples: [{ expression: 'IsNothing([mail])', result: true }],
      entra: false,
    },
    IsString: {
      summary: 'Whether something is one text, number or boolean, and not a list of several or no value.',
      examples: [
        {
          expression: 'IsString([otherMails])',
          attributes: { otherMails: ['a@contoso.com', 'b@contoso.com'] },
          result: false,
        },
      ],
      entra: true,
    },
    Not: {
      summary: '`False` for `True`, and `True` for anything else.',
      examples: [{ expression: 'Not([IsSoftDeleted])', attributes: { IsSoftDeleted: false }, result: 'True' }],
      entra: true,
    },
    CBool: {
      summary:
        'Makes a boolean of a comparison, of `True` and `False` as text, or of a number, of which only 0 is false.',
      examples: [{ expression: 'CBool([userType] = "Guest")', attributes: { userType: 'Member' }, result: false }],
      entra: true,
    },
    Error: {
      summary:
        'Refuses the object with a reason of your own, which the provisioning log shows. Comes from Entra Cloud Sync.',
      examples: [
        {
          expression: 'IIF(IsPresent([mail]), [mail], Error("No mailbox yet"))',
          result: { error: 'No mailbox yet' },
        },
      ],
      entra: false,
    },
  },
};
