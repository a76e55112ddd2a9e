import { HttpRequest } from '@azure/functions';
import { describe, expect, it } from 'vitest';
import { type Access, authorizeCaller } from '../../functions/admin/caller.ts';

const SIGN_IN = { auth: 'entra', platformSignIn: true } as const;

interface PrincipalClaim {
  readonly typ: string;
  readonly val: string;
}

function requestWith(principal?: unknown): HttpRequest {
  const headers: Record<string, string> = {};
  if (principal !== undefined) {
    const text = typeof principal === 'string' ? principal : JSON.stringify(principal);
    headers['x-ms-client-principal'] = Buffer.from(text).toString('base64');
  }
  return new HttpRequest({ method: 'GET', url: 'https://app.example/api/status', headers });
}

const principalWith = (...claims: PrincipalClaim[]) => ({
  auth_typ: 'aad',
  name_typ: 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name',
  role_typ: 'http://schemas.microsoft.com/ws/2008/06/identity/claims/role',
  claims: [{ typ: 'preferred_username', val: 'ada@contoso.example' }, ...claims],
});

const role = (val: string): PrincipalClaim => ({ typ: 'roles', val });

function outcome(request: HttpRequest, access: Access, admin: Parameters<typeof authorizeCaller>[2]): string | number {
  try {
    return authorizeCaller(request, access, admin);
  } catch (error) {
    return (error as { status: number }).status;
  }
}

it('does not act on behalf of a page of another site that uses the sign-in of whoever visits it', () => {
  const from = (site: string | undefined, method = 'POST') => {
    const request = requestWith(principalWith(role('Provisioning.Admin')));
    const headers = { ...Object.fromEntries(request.headers), ...(site ? { 'sec-fetch-site': site } : {}) };
    return outcome(new HttpRequest({ method, url: request.url, headers }), 'write', SIGN_IN);
  };
  expect([from('cross-site'), from('same-site')]).toEqual([403, 403]);
  expect([from('same-origin'), from('none'), from(undefined), from('cross-site', 'GET')]).toEqual(
    Array(4).fill('ada@contoso.example'),
  );
});

describe('who may call an admin route with Entra sign-in', () => {
  it.each([
    ['a reader may look', 'read', principalWith(role('Provisioning.Reader')), 'ada@contoso.example'],
    ['a reader may not act', 'write', principalWith(role('Provisioning.Reader')), 403],
    ['an admin may look', 'read', principalWith(role('Provisioning.Admin')), 'ada@contoso.example'],
    ['an admin may act', 'write', principalWith(role('Provisioning.Admin')), 'ada@contoso.example'],
    [
      'roles may come under the type that the header names',
      'write',
      principalWith({
        typ: 'http://schemas.microsoft.com/ws/2008/06/identity/claims/role',
        val: 'Provisioning.Admin',
      }),
      'ada@contoso.example',
    ],
    ['somebody without a role may do nothing', 'read', principalWith(), 403],
    ['a role of another app opens nothing', 'read', principalWith(role('Provisioning.Readers')), 403],
    ['a name is no role', 'read', principalWith({ typ: 'name', val: 'Provisioning.Admin' }), 403],
    ['nobody is signed in', 'read', undefined, 401],
    ['a header that is no JSON counts for nothing', 'read', 'garbage', 401],
    ['a header that is null counts for nothing', 'read', 'null', 401],
    ['claims that are no list count for nothing', 'read', { claims: 'Provisioning.Admin' }, 401],
    ['malformed claims are passed over', 'read', { claims: [null, 1, { typ: 'roles' }] }, 403],
  ] as const)('%s', (_, access, principal, expected) => {
    expect(outcome(requestWith(principal), access, SIGN_IN)).toBe(expected);
  });

  it('believes no header while the platform does not sign people in, since anybody could write it', () => {
    const forged = requestWith(principalWith(role('Provisioning.Admin')));
    expect(outcome(forged, 'read', { auth: 'entra', platformSignIn: false })).toBe(401);
  });
});

describe('who may call an admin route with function keys', () => {
  it('is whom the host let through', () => {
    expect(outcome(requestWith(), 'write', { auth: 'key', platformSignIn: false })).toBe('key');
  });
});
