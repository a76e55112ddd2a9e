import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signState, verifyState } from '../../../../shared/slack/oauth/authorizationState.ts';
import { authorizeUrl } from '../../../../shared/slack/oauth/authorizeUrl.ts';

const context = { key: 'a-secret', nonce: 'of-this-browser', now: new Date(Date.UTC(2026, 0, 5, 9)) };
const later = (ms: number): Date => new Date(context.now.getTime() + ms);

describe('the state of an authorisation', () => {
  it('is valid for ten minutes, in the browser that began it', () => {
    const state = signState(context);
    expect(verifyState(state, context)).toBe('valid');
    expect(verifyState(state, { ...context, now: later(599_999) })).toBe('valid');
    expect(verifyState(state, { ...context, now: later(600_000) })).toBe('expired');
  });

  it('is forged in another browser, with another key, and without a nonce', () => {
    const state = signState(context);
    expect(verifyState(state, { ...context, nonce: 'of-another' })).toBe('forged');
    expect(verifyState(state, { ...context, key: 'another' })).toBe('forged');
    const withoutNonce = { ...context, nonce: '' };
    expect(verifyState(signState(withoutNonce), withoutNonce)).toBe('forged');
  });

  it('cannot be prolonged', () => {
    const [end, signature] = signState(context).split('.');
    expect(verifyState(`${Number(end) + 1}.${signature}`, context)).toBe('forged');
  });

  it('does not give the nonce or the key away', () => {
    expect(signState(context)).toMatch(/^\d+\.[\w-]{43}$/);
  });

  it('is forged whatever one character is changed, left out or put in', () => {
    const state = signState(context);
    fc.assert(
      fc.property(fc.nat(state.length - 1), fc.string({ maxLength: 2 }), (at, put) => {
        const altered = state.slice(0, at) + put + state.slice(at + 1);
        if (altered !== state) expect(verifyState(altered, context)).toBe('forged');
      }),
    );
    expect(['', '.', 'x', `${state}.`, `${state}=`].map((text) => verifyState(text, context))).toEqual(
      Array(5).fill('forged'),
    );
  });
});

describe('the address of the authorisation', () => {
  it('asks for the user scope admin alone, and takes any characters', () => {
    const redirectUri = 'https://app.example/api/slack/callback?a=b&c';
    const url = new URL(
      authorizeUrl({ baseUrl: 'https://slack-gov.com', clientId: '1.2', redirectUri, state: '1.a-b_c' }),
    );
    expect(`${url.origin}${url.pathname}`).toBe('https://slack-gov.com/oauth/v2/authorize');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: '1.2',
      user_scope: 'admin',
      redirect_uri: redirectUri,
      state: '1.a-b_c',
    });
  });
});
