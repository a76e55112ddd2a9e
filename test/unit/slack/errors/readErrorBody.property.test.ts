import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classifyAnswer, type FailedAnswer } from '../../../../shared/slack/errors/classifyAnswer.ts';
import { SLACK_ERRORS } from '../../../../shared/slack/errors/slackErrors.ts';

const until = new Date(Date.UTC(2026, 0, 5));
const MARK = 'jane@example.com';

/** Everything that an error tells anybody. */
const told = (answer: Partial<FailedAnswer>): string => {
  const error = classifyAnswer({ operation: 'updateUser', status: 400, body: '', until, ...answer });
  return [error.class, error.code, error.message, error.existingId, error.cause].join(' ');
};
const bodyOf = (description: string, status: number): string[] => [
  JSON.stringify({ Errors: { description, code: status } }),
  JSON.stringify({ Errors: [{ description, code: String(status) }] }),
  JSON.stringify({ schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], detail: description, status }),
  JSON.stringify({ ok: false, error: description }),
];

const status = fc.integer({ min: 300, max: 599 });
const name = fc.constantFrom(...SLACK_ERRORS.keys(), 'a_new_name');
const tail = fc.oneof(
  fc.string().map((text) => ` (${text}${MARK}${text})`),
  fc.constantFrom(
    ` (user=${MARK})`,
    ` (existing_user=${MARK})`,
    `(name=${MARK}`,
    ` ${MARK}`,
    `: ${MARK}`,
    `\n${MARK}`,
    `_${MARK}`,
  ),
);

describe('an error body', () => {
  it('never has more of its text told than the name of the error, whatever its shape, status and tail', () => {
    fc.assert(
      fc.property(name, tail, status, (known, behind, code) => {
        for (const body of bodyOf(`${known}${behind}`, code)) expect(told({ status: code, body })).not.toContain(MARK);
      }),
    );
  });

  it('decides alike on every status of a refusal, in both versions, with and without a tail', () => {
    const refusal = fc.constantFrom(400, 401, 403, 404, 409, 422);
    fc.assert(
      fc.property(fc.constantFrom(...SLACK_ERRORS.keys()), refusal, refusal, (known, one, other) => {
        const [v1, , v2] = bodyOf(known, one);
        const [withTail] = bodyOf(`${known} (is_aggregate_call=1)`, other);
        expect(told({ status: one, body: v1 ?? '' })).toBe(told({ status: other, body: withTail ?? '' }));
        expect(told({ status: one, body: v1 ?? '' })).toBe(told({ status: other, body: v2 ?? '' }));
      }),
    );
  });

  it('never makes the classification throw, be it JSON of any kind or no JSON at all', () => {
    const body = fc.oneof(
      fc.string(),
      fc.json(),
      fc.jsonValue().map((description) => JSON.stringify({ Errors: { description } })),
      fc.jsonValue().map((errors) => JSON.stringify({ Errors: errors, schemas: errors, error: errors })),
      fc.json().map((text) => text.slice(0, -1)),
    );
    fc.assert(fc.property(body, status, (text, code) => told({ status: code, body: text }).length < 1000));
  });

  it.each([
    ['an HTML page', `<!doctype html><title>${MARK}</title>`],
    ['cut JSON', `{"Errors":{"description":"username_taken (user=${MARK}`],
    ['JSON of 100,000 levels', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['a megabyte of a name', JSON.stringify({ detail: `${'a_'.repeat(500_000)}b` })],
    ['a megabyte of a tail', JSON.stringify({ detail: `email_taken (${'existing_user='.repeat(70_000)}` })],
    ['names of JavaScript', JSON.stringify({ detail: '__proto__', Errors: { description: 'constructor' } })],
  ])('is survived and kept short: %s', (_case, body) => {
    const text = told({ body });
    expect(text.length).toBeLessThan(1000);
    expect(text).not.toContain(MARK);
  });

  it('names the holder of a taken address only where the value is an id of Slack', () => {
    const holder = (value: string) => {
      const body = JSON.stringify({ detail: `email_taken (existing_user=${value})` });
      return classifyAnswer({ operation: 'createUser', status: 409, body, until }).existingId;
    };
    expect(holder('U0123456789')).toBe('U0123456789');
    expect(holder('W0123&team=T1')).toBe('W0123');
    expect(['jane', 'JANE.DOE', 'JANEDOE@EXAMPLE.COM', 'U1', ''].map(holder)).toEqual(Array(5).fill(undefined));
  });
});

describe('an error without a known name', () => {
  it.each([
    [401, 'unauthorized', 'Authorise the app again'],
    [400, 'invalid', 'docs.slack.dev'],
    [302, 'retry', 'SLACK_SCIM_BASE_URL'],
    [503, 'retry', 'tried again'],
  ])('of HTTP %i says what to do', (code, errorClass, advice) => {
    const error = classifyAnswer({ operation: 'updateUser', status: code, body: '', until });
    expect(error.class).toBe(errorClass);
    expect(error.message).toContain(advice);
  });
});
