import { describe, expect, it } from 'vitest';
import { compileExpression } from '../../../shared/expressions/compileExpression.ts';
import { parseExpression } from '../../../shared/expressions/parseExpression.ts';
import { flowingValue } from './evaluateText.ts';

describe('base64 and hexadecimal', () => {
  it.each([
    ['ConvertToBase64("é")', '6QA='],
    ['ConvertToBase64("")', ''],
    ['ConvertToBase64([none])', null],
    ['ConvertFromBase64("6QA=")', 'é'],
    ['ConvertFromBase64("w6k=", UTF8)', 'é'],
    ['ConvertFromBase64("w6k=", "UTF8")', 'é'],
    ['ConvertFromBase64("YcOp", ASCII)', 'a??'],
    ['ConvertFromBase64("/w==", UTF8)', '\uFFFD'],
    ['ConvertFromBase64("SGVs\nbG8=", UTF8)', 'Hello'],
    ['ConvertFromBase64([none])', null],
    ['ConvertToUTF8Hex("é😀")', 'C3A9F09F9880'],
    ['ConvertToUTF8Hex([none])', null],
  ])('%s is %j', (expression, expected) => {
    expect(flowingValue(expression)).toBe(expected);
  });

  it.each(['ConvertFromBase64("", "Latin1")', 'ConvertFromBase64("", vbTextCompare)'])(
    '%s is refused for its encoding',
    (text) => {
      expect(() => flowingValue(text)).toThrow('must be Unicode, UTF8 or ASCII');
    },
  );

  it('a constant that cannot be an encoding is found when the expression is compiled', () => {
    const expression = parseExpression('IIF("True", "x", ConvertFromBase64([a], "utf-8"))');
    expect(() => compileExpression(expression)).toThrow('line 1, column 41: ConvertFromBase64: Encoding must be');
  });
});

describe('security identifiers', () => {
  it.each([
    ['AQUAAAAAAAUVAAAAoGXPfnhLm1/nfIdwr/1IAQ==', 'S-1-5-21-2127521184-1604012920-1887927527-21560751'],
    ['AQEAAAAAAAEAAAAA', 'S-1-1-0'],
    ['S-1-5-21-2127521184-1604012920-1887927527-72713', 'S-1-5-21-2127521184-1604012920-1887927527-72713'],
  ])('%s is %s', (sid, expected) => {
    expect(flowingValue('StringFromSid([sid])', { sid })).toBe(expected);
  });

  it.each(['AQUAAAAAAAUVAAAA', 'AgEAAAAAAAEAAAAA', 'no sid'])('%s is none', (sid) => {
    expect(() => flowingValue('StringFromSid([sid])', { sid })).toThrow('must be a security identifier');
  });
});

describe('distinguished names', () => {
  it.each([
    ['cn=Joe,ou=Sales,dc=contoso', 1, 'Joe'],
    ['cn=Joe,ou=Sales,dc=contoso', 3, 'contoso'],
    ['cn=Joe', 2, null],
    ['CN=Doe\\, Jane, OU=a=b', 1, 'Doe, Jane'],
    ['CN=Doe\\, Jane, OU=a=b', 2, 'a=b'],
    ['CN=J\\C3\\BCrgen\\2C x,OU=x', 1, 'Jürgen, x'],
    ['CN="Doe, Jane",OU=x', 1, 'Doe, Jane'],
  ])('component of %s number %i is %j', (dn, number, expected) => {
    expect(flowingValue(`DNComponent(CRef([dn]), ${number})`, { dn })).toBe(expected);
  });

  it('DefaultDomain is refused with the reason', () => {
    expect(() => flowingValue('DefaultDomain()')).toThrow('no documented meaning');
  });
});
