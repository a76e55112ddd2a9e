import { describe, expect, it } from 'vitest';
import { classifyGraphFailure, classifyNetworkFault } from '../../../shared/entra/classifyGraphFailure.ts';

const now = new Date('2026-11-01T12:00:00Z');
const get = (path: string) => ({ method: 'GET', path });
function failure(status: number, error: object | string, headers: Record<string, string> = {}) {
  const body = typeof error === 'string' ? error : JSON.stringify({ error });
  return { status, headers: new Headers(headers), body };
}

describe('classifyGraphFailure', () => {
  it('gives the request id for a support request', () => {
    const inBody = { code: 'X', innerError: { 'request-id': 'id-1' } };
    expect(classifyGraphFailure(get('/users'), failure(500, inBody), now).message).toContain('request-id id-1');
    const both = failure(500, inBody, { 'request-id': 'id-2' });
    expect(classifyGraphFailure(get('/users'), both, now).message).toContain('request-id id-2');
  });

  it.each([
    ['/users/1', 'User.Read.All'],
    ['/directory/deletedItems/1', 'User.Read.All'],
    ['/users/1/sendMail', 'Mail.Send'],
    ['/groups/delta?$deltatoken=1', 'Group.Read.All'],
    ['/groups/1/transitiveMembers?$top=999', 'Member.Read.Hidden'],
    ['/servicePrincipals/1/appRoleAssignedTo', 'Application.Read.All'],
  ])('names the permission that %s needs', (path, permission) => {
    const error = classifyGraphFailure(get(path), failure(403, { code: 'Authorization_RequestDenied' }), now);
    expect([error.class, error.code]).toEqual(['unauthorized', 'Authorization_RequestDenied']);
    expect(error.message).toContain(permission);
  });

  it('waits as long as Graph says, half a minute when a 429 says nothing', () => {
    const said = classifyGraphFailure(get('/users'), failure(429, {}, { 'retry-after': '2.5' }), now);
    expect([said.class, said.until?.toISOString()]).toEqual(['wait', '2026-11-01T12:00:02.500Z']);
    const silent = classifyGraphFailure(get('/users'), failure(429, {}), now);
    expect(silent.until?.toISOString()).toBe('2026-11-01T12:00:30.000Z');
    const unavailable = classifyGraphFailure(get('/users'), failure(503, {}, { 'retry-after': '60' }), now);
    expect([unavailable.class, unavailable.until?.toISOString()]).toEqual(['wait', '2026-11-01T12:01:00.000Z']);
  });

  it('takes a body that is none, or a strange code, for what its status says', () => {
    expect(classifyGraphFailure(get('/users'), failure(502, '<html>Bad gateway'), now)).toMatchObject({
      class: 'retry',
      code: 'Http502',
    });
    expect(classifyGraphFailure(get('/users'), failure(400, { code: 'a b <c>' }), now).code).toBe('Http400');
  });

  it('calls the answer to a failed write lost, to a failed read not', () => {
    expect(classifyGraphFailure({ method: 'PATCH', path: '/x' }, failure(500, {}), now).lostAnswer).toBe(true);
    expect(classifyGraphFailure(get('/x'), failure(500, {}), now).lostAnswer).toBe(false);
  });
});

describe('classifyNetworkFault', () => {
  const fault = (code: string) => new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) });

  it('knows that a refused connection carried nothing out', () => {
    expect(classifyNetworkFault({ method: 'POST', path: '/x' }, fault('ECONNREFUSED')).lostAnswer).toBe(false);
    expect(classifyNetworkFault({ method: 'POST', path: '/x' }, fault('ECONNRESET')).lostAnswer).toBe(true);
    expect(classifyNetworkFault(get('/x'), fault('ECONNRESET'))).toMatchObject({ class: 'retry', lostAnswer: false });
  });
});
