import { AggregateAuthenticationError, CredentialUnavailableError } from '@azure/identity';
import { describe, expect, it } from 'vitest';
import { classifySignInFault } from '../../../shared/entra/classifySignInFault.ts';

const unavailable = (cause: object) =>
  new CredentialUnavailableError('m', { cause: Object.assign(new Error('c'), cause) });

describe('classifySignInFault', () => {
  it.each([
    ['an unreachable endpoint', unavailable({ errorCode: 'network_error' })],
    ['a reset connection', unavailable({ code: 'ECONNRESET' })],
    ['a failing service', unavailable({ status: 503 })],
    ['a throttled sign-in', unavailable({ statusCode: 429 })],
  ])('retries after %s: it says nothing about the identity', (_what, error) => {
    expect(classifySignInFault(error)).toMatchObject({ class: 'retry', code: 'SignInUnavailable' });
  });

  it.each([
    ['an identity that is not assigned', unavailable({ errorCode: 'invalid_request', status: 400 })],
    ['no credential at all', new AggregateAuthenticationError([new Error('a')], 'm')],
    ['anything else', 'text'],
  ])('is unauthorized for %s', (_what, error) => {
    expect(classifySignInFault(error)).toMatchObject({ class: 'unauthorized', code: 'SignInFailed' });
  });
});
