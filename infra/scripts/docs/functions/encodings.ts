import type { FunctionTheme } from '../functionTheme.ts';

export const ENCODINGS: FunctionTheme = {
  title: 'Encodings and directory values',
  functions: {
    ConvertToBase64: {
      summary: 'Base64 of a text in UTF-16, low byte first.',
      examples: [{ expression: 'ConvertToBase64("Ana")', result: 'QQBuAGEA' }],
      entra: true,
    },
    ConvertFromBase64: {
      summary: 'The text of which this is the base64. Comes from Entra Cloud Sync.',
      parameters: { Encoding: '`Unicode` (UTF-16, as `ConvertToBase64` makes it), `UTF8` or `ASCII`' },
      examples: [{ expression: 'ConvertFromBase64("QW5h", UTF8)', result: 'Ana' }],
      entra: false,
    },
    ConvertToUTF8Hex: {
      summary: 'The bytes of a text in UTF-8, in hexadecimal.',
      examples: [{ expression: 'ConvertToUTF8Hex("é")', result: 'C3A9' }],
      entra: true,
    },
    StringFromSid: {
      summary: 'The usual text of a security identifier, which may come in base64. Comes from Entra Cloud Sync.',
      examples: [{ expression: 'StringFromSid("AQIAAAAAAAUgAAAAIAIAAA==")', result: 'S-1-5-32-544' }],
      entra: false,
    },
    BitAnd: {
      summary: 'The bits that two numbers have in common.',
      examples: [{ expression: 'BitAnd(&HF, &HF7)', result: 7 }],
      entra: true,
    },
    DNComponent: {
      summary: 'The value of a component of a distinguished name. Comes from Entra Cloud Sync.',
      parameters: { ComponentNumber: 'counts from 1, from the left' },
      examples: [
        {
          expression: 'DNComponent([onPremisesDistinguishedName], 2)',
          attributes: { onPremisesDistinguishedName: 'CN=Ana Silva,OU=Sales,DC=contoso,DC=com' },
          result: 'Sales',
        },
      ],
      entra: false,
    },
    CRef: {
      summary: 'The value as it is. In Entra Cloud Sync it makes a reference of a text, which has no meaning here.',
      examples: [{ expression: 'CRef([employeeId])', attributes: { employeeId: '1042' }, result: '1042' }],
      entra: false,
    },
    DefaultDomain: {
      summary:
        "Named in Graph's list of functions without a description, so it is refused. Write the domain as a text.",
      examples: [
        {
          expression: 'DefaultDomain()',
          result: {
            error:
              'line 1, column 1: DefaultDomain has no documented meaning, so it is not offered; write the domain as a text, such as "contoso.com".',
          },
        },
      ],
      entra: false,
    },
  },
};
