import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Scenario, startScenario } from '../support/scenario.ts';

let scenario: Scenario;
beforeAll(async () => {
  scenario = await startScenario();
});
afterAll(() => scenario.close());

async function post(body: unknown): Promise<{ status: number; type: string | null; json: unknown }> {
  const response = await fetch(`${scenario.stack.functionsUrl}/api/expressions/evaluate`, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, type: response.headers.get('content-type'), json: await response.json() };
}

describe('POST expressions/evaluate', () => {
  it('answers the result and what a mapping would do with it', async () => {
    const attributes = { mail: 'Ada@Contoso.example', otherMails: ['a@b.example', 'c@d.example'] };
    const evaluated = async (expression: string) => (await post({ expression, attributes })).json;
    expect(await evaluated('ToLower([mail])')).toEqual({ result: 'ada@contoso.example', effect: 'flow' });
    expect(await evaluated('Count([otherMails])')).toMatchObject({ effect: 'flow' });
    expect(await evaluated('[otherMails]')).toEqual({ result: attributes.otherMails, effect: 'flow' });
    expect(await evaluated('[nobodyHasThis]')).toEqual({ result: null, effect: 'flow' });
    expect(await evaluated('IgnoreFlowIfNullOrEmpty([department])')).toEqual({ result: null, effect: 'dropAttribute' });
    expect(await evaluated('IIF(IsPresent([mail]), IgnoreObjectFlow, "x")')).toEqual({
      result: null,
      effect: 'ignoreObject',
    });
  });

  it('takes the time that Now() gives', async () => {
    const { json } = await post({ expression: 'Now()', attributes: {}, now: '2026-02-03T16:05:06+01:00' });
    expect(json).toEqual({ result: '2/3/2026 3:05:06 PM', effect: 'flow' });
  });

  it('says where the text is wrong and what was probably meant', async () => {
    const { status, type, json } = await post({ expression: 'ToLower(\n  Trimm([mail]))', attributes: {} });
    expect({ status, type }).toEqual({ status: 400, type: 'application/problem+json; charset=utf-8' });
    expect(json).toMatchObject({ status: 400, line: 2, column: 3, found: 'Trimm', suggestion: 'Trim' });
  });

  it('says which function failed at which argument', async () => {
    const { status, json } = await post({ expression: 'Left([mail], "two")', attributes: { mail: 'a@b.example' } });
    expect(status).toBe(422);
    expect(json).toMatchObject({ status: 422, function: 'Left', argument: 'NumChars' });
  });

  it.each([
    ['no body', ''],
    ['no JSON', '{'],
    ['a list', []],
    ['no expression', { attributes: {} }],
    ['an expression that is no text', { expression: 1 }],
    ['an attribute that is an object', { expression: '[a]', attributes: { a: {} } }],
    ['an unknown member', { expression: '[a]', attributes: {}, extra: 1 }],
    ['a malformed time', { expression: 'Now()', attributes: {}, now: 'yesterday' }],
  ])('refuses %s with problem details', async (_, body) => {
    const { status, type, json } = await post(body);
    expect({ status, type }).toEqual({ status: 400, type: 'application/problem+json; charset=utf-8' });
    expect(json).toMatchObject({ status: 400, title: expect.any(String), detail: expect.any(String) });
  });

  it('refuses a body of more than a megabyte', async () => {
    expect((await post({ expression: '[a]', attributes: { a: 'x'.repeat(1024 * 1024) } })).status).toBe(413);
  });
});
