import { describe, expect, it } from 'vitest';
import { FUNCTIONS } from '../../../shared/expressions/functions/functionCatalogue.ts';
import { flowingValue } from './evaluateText.ts';

describe('InStr', () => {
  it.each([
    ['InStr("repEated", "e")', 2],
    ['InStr("repEated", "E", 1, vbTextCompare)', 2],
    ['InStr("repEated", "e", "3", "vbTextCompare")', 4],
    ['InStr("repEated", "e", , vbBinaryCompare)', 2],
    ['InStr("straße", "E", 1, vbTextCompare)', 6],
    ['InStr("abc", "c", 4)', 0],
    ['InStr("abc", "", 2)', 2],
    ['InStr([none], "a")', 0],
    ['InStr("", "")', 0],
  ])('%s is %i', (expression, expected) => {
    expect(flowingValue(expression)).toBe(expected);
  });
});

describe('Contains', () => {
  const values = ['smtp:a@x', 'SMTP:b@x'];
  it.each([
    ['Contains([values], "SMTP:")', 2],
    ['Contains([values], "SMTP:", CaseInsensitive)', 1],
    ['Contains([values], "SMTP:", CaseSensitive)', 2],
    ['Contains([values], "none")', 0],
    ['Contains([none], "x")', 0],
    ['Contains("one", "n")', 1],
  ])('%s is %i', (expression, expected) => {
    expect(flowingValue(expression, { values })).toBe(expected);
  });
});

describe('lists', () => {
  it('RemoveDuplicates keeps the first of equal values, case-sensitively', () => {
    expect(flowingValue('RemoveDuplicates([x])', { x: ['b', 'a', 'b', 'B'] })).toEqual(['b', 'a', 'B']);
    expect(flowingValue('RemoveDuplicates([x])', { x: 'a' })).toBe('a');
    expect(flowingValue('RemoveDuplicates([none])')).toBeNull();
  });
});

describe('Prepend', () => {
  it('puts a prefix before a value, and gives none without one', () => {
    expect(flowingValue('Prepend("smtp:", [mail])', { mail: 'a@x' })).toBe('smtp:a@x');
    expect(flowingValue('Prepend("smtp:", [none])')).toBeNull();
  });
});

describe('every function of the reference', () => {
  const documented =
    `Append AppRoleAssignments AppRoleAssignmentsComplex AssertiveAppRoleAssignmentsComplex BitAnd CBool CDate
    Coalesce ConvertFromBase64 ConvertToBase64 ConvertToUTF8Hex Count CStr DateAdd DateDiff DateFromNum DefaultDomain
    DNComponent Error FormatDateTime Guid IgnoreFlowIfNullOrEmpty IIF InStr IsNothing IsNull IsNullOrEmpty IsPresent
    IsString Item Join Left Mid NormalizeDiacritics Not Now NumFromDate PCase Prepend RandomString Redact
    RemoveDuplicates Replace SelectUniqueValue SingleAppRoleAssignment Split StringFromSid StripSpaces Switch ToLower
    ToUpper Trim Word Contains CRef`.split(/\s+/u);

  it('exists', () => {
    expect(documented.filter((name) => !FUNCTIONS.has(name))).toEqual([]);
  });
});
