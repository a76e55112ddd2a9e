import { describe, expect, it } from 'vitest';
import { classifyAnswer, type FailedAnswer } from '../../../../shared/slack/errors/classifyAnswer.ts';

const until = new Date(Date.UTC(2026, 0, 5));
const v1 = (description: string, code = 400): string => JSON.stringify({ Errors: { description, code } });
const v2 = (detail: string, status = 400): string =>
  JSON.stringify({ schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], detail, status });
const classify = (answer: Partial<FailedAnswer>) =>
  classifyAnswer({ operation: 'updateUser', status: 400, body: '', until, ...answer });

describe('classifyAnswer', () => {
  it.each([
    ['v1', v1('username_not_allowed (user=U0123)')],
    ['v2', v2('username_not_allowed (user=U0123)')],
    ['SCIM 1.1 with a list', JSON.stringify({ Errors: [{ description: 'username_not_allowed', code: '400' }] })],
  ])('reads the error shape of %s and keeps its debug tail out of the message', (_shape, body) => {
    const error = classify({ body });
    expect([error.class, error.code]).toEqual(['invalid', 'username_not_allowed']);
    expect(error.message).not.toContain('U0123');
  });

  it.each([400, 403, 409, 500])('decides on the name and not on the status %i', (status) => {
    expect(classify({ operation: 'createUser', status, body: v2('email_taken', status) })).toMatchObject({
      class: 'conflict',
      code: 'email_taken',
    });
  });

  it('names the holder of a taken address', () => {
    const error = classify({ operation: 'createUser', body: v2('email_taken (existing_user=U0HOLDER&team=T1)') });
    expect(error.existingId).toBe('U0HOLDER');
    expect(error.message).toContain('U0HOLDER');
    expect(error.message).not.toContain('T1');
  });

  it.each([
    ['user_creation_failed', 'email_taken'],
    ['nickname_taken', 'username_taken'],
    ['truncation_error', 'username_taken'],
  ])('tells the engine %s as %s', (name, code) => {
    expect(classify({ operation: 'createUser', body: v2(name) })).toMatchObject({ class: 'conflict', code });
  });

  it('treats an unknown conflict of a new user as a taken address, to be looked up', () => {
    const body = v2('Resource already exists', 409);
    expect(classify({ operation: 'createUser', status: 409, body })).toMatchObject({
      class: 'conflict',
      code: 'email_taken',
    });
  });

  it.each([
    ['by name', v2('no_such_user', 404)],
    ['in the shape of v1', v1('unknown_user', 404)],
    ['by an empty 404', ''],
    ['by a plain SCIM server', v2('Resource U1 not found', 404)],
  ])('knows an account that is gone: %s', (_case, body) => {
    expect(classify({ status: 404, body }).class).toBe('gone');
  });

  it.each([
    ['HTML', '<html>Not found</html>'],
    ['a Web API answer', '{"ok":false,"error":"unknown_method"}'],
    ['other JSON', '{"message":"no route"}'],
  ])('never takes a foreign 404 for an account that is gone: %s', (_case, body) => {
    expect(classify({ operation: 'readUser', status: 404, body })).toMatchObject({
      class: 'retry',
      code: 'UnexpectedAnswer',
    });
  });

  it('never takes a missing referenced person for the account itself being gone', () => {
    expect(classify({ operation: 'createUser', status: 404, body: v2('no_such_user', 404) }).class).toBe('invalid');
  });

  it.each([
    ['Slack', v2('too_many_requests', 429), 'too_many_requests'],
    ['a lock', v2('resource_locked', 429), 'resource_locked'],
    ['the Web API', '{"ok":false,"error":"ratelimited"}', 'ratelimited'],
    ['a proxy', '<html/>', 'too_many_requests'],
  ])('waits on 429 of %s', (_sender, body, code) => {
    expect(classify({ status: 429, body })).toMatchObject({ class: 'wait', code, until });
  });

  it.each([
    ['updateUser', 500, true],
    ['createUser', 503, true],
    ['readUser', 500, false],
    ['createUser', 302, true],
  ] as const)('%s with HTTP %i may have happened: %s', (operation, status, lostAnswer) => {
    expect(classify({ operation, status, body: '<html/>' })).toMatchObject({ class: 'retry', lostAnswer });
  });

  it('does not think that a refused creation may have happened', () => {
    expect(classify({ operation: 'createUser', body: v2('invited_user_not_created') })).toMatchObject({
      class: 'retry',
      code: 'invited_user_not_created',
      lostAnswer: false,
    });
  });

  it.each([
    [401, v1('invalid_authentication', 401), 'unauthorized', 'invalid_authentication'],
    [401, v1('token_revoked', 401), 'unauthorized', 'token_revoked'],
    [401, '', 'unauthorized', 'SlackHttp401'],
    [403, v2('cannot_disable_primary_owner', 403), 'invalid', 'cannot_disable_primary_owner'],
    [403, v2('permission_denied', 403), 'invalid', 'permission_denied'],
    [403, '', 'invalid', 'SlackHttp403'],
    [400, v2('some_new_name (x=1)'), 'invalid', 'some_new_name'],
    [403, v1('plus_teams_only', 403), 'fatal', 'plus_teams_only'],
  ])('HTTP %i with %s is %s, %s', (status, body, errorClass, code) => {
    expect(classify({ status, body })).toMatchObject({ class: errorClass, code });
  });

  it('takes a 404 of a listing for a wrong address', () => {
    expect(classify({ operation: 'listUsers', status: 404, body: '' })).toMatchObject({ class: 'fatal' });
  });

  it('never repeats prose or personal data of an answer', () => {
    const error = classify({ body: v2('The user jane@example.com is odd') });
    expect(`${error.code} ${error.message}`).not.toContain('jane');
  });
});
