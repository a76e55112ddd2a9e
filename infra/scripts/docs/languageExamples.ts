import type { Example } from './example.ts';

/** Examples of the language itself, by the part of the page that shows them. */
export const LANGUAGE_EXAMPLES = {
  'building blocks': [
    { expression: '[surname]', attributes: { surname: 'Silva' }, result: 'Silva' },
    { expression: '"Lisbon"', result: 'Lisbon' },
    { expression: 'Left([surname], 3)', attributes: { surname: 'Silva' }, result: 'Sil' },
    {
      expression: 'ToLower(Join(".", [givenName], [surname]))',
      attributes: { givenName: 'Ana', surname: 'Silva' },
      result: 'ana.silva',
    },
    { expression: '"say \\"hello\\""', result: 'say "hello"' },
    {
      expression: 'Replace([mobile], "-", , , " ", , )',
      attributes: { mobile: '21-000' },
      result: '21 000',
    },
  ],
  operators: [
    {
      expression: '[givenName] & " " & [surname]',
      attributes: { givenName: 'Ana', surname: 'Silva' },
      result: 'Ana Silva',
    },
    {
      expression: 'IIF([country] = "PT" OR [country] = "ES", "Iberia", "Elsewhere")',
      attributes: { country: 'ES' },
      result: 'Iberia',
    },
    {
      expression: 'IIF(NOT [userType] = "Guest" AND IsPresent([employeeId]), "staff", "other")',
      attributes: { userType: 'Member', employeeId: '1042' },
      result: 'staff',
    },
    { expression: 'CBool([department] = "sales")', attributes: { department: 'Sales' }, result: false },
    { expression: 'CBool([extensionAttribute1] >= 10)', attributes: { extensionAttribute1: '9' }, result: false },
    { expression: 'CBool([extensionAttribute1] >= "10")', attributes: { extensionAttribute1: '9' }, result: false },
  ],
  'no value': [
    { expression: 'CBool([department] = "")', result: true },
    { expression: 'CBool([extensionAttribute1] > 5)', result: false },
    { expression: 'ToUpper([department])', result: null },
    { expression: 'Append([department], " team")', result: null },
    { expression: '[department] & " team"', result: ' team' },
    { expression: 'Join(" ", [department], "team")', result: 'team' },
    { expression: 'Coalesce([department], "none")', result: 'none' },
    { expression: 'IIF(IsNull([department]), IgnoreAttributeFlow, [department])', result: { effect: 'dropAttribute' } },
    {
      expression: 'IIF([companyName] = "Fabrikam", IgnoreObjectFlow, [department])',
      attributes: { companyName: 'Fabrikam' },
      result: { effect: 'ignoreObject' },
    },
  ],
  mistakes: [
    {
      expression: 'ToLowr([mail])',
      result: { error: 'line 1, column 1: there is no function ToLowr. Did you mean ToLower?' },
    },
    {
      expression: 'Left([surname] 3)',
      result: { error: "line 1, column 16: found '3' where ',' or ')' was expected." },
    },
    {
      expression: 'Replace([mail], , "(a)\\\\1", , "", , )',
      result: {
        error: 'line 1, column 19: Replace: the pattern uses the back-reference \\1, which is not supported.',
      },
    },
    {
      expression: 'CDate([employeeHireDate])',
      attributes: { employeeHireDate: '16/3/2020' },
      result: { error: 'CDate: expression has a month beyond 12: numbers alone are read as month, day, year.' },
    },
    {
      expression: 'Left([surname], [employeeId])',
      attributes: { surname: 'Silva', employeeId: 'E-7' },
      result: { error: 'Left: NumChars must be a whole number.' },
    },
  ],
} satisfies Readonly<Record<string, readonly Example[]>>;
