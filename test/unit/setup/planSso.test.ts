import { describe, expect, it } from 'vitest';
import { planSso, type SsoWishes } from '../../../infra/scripts/setup/planSso.ts';
import type { SignOn } from '../../../infra/scripts/setup/readSso.ts';
import { slackClaims } from '../../../infra/scripts/setup/slackClaims.ts';
import { actionOf, certificate, openIds, principal, registration, ssoTenant, ssoWishes } from './tenants.ts';

const NAME = 'Slack single sign-on sp-1';
const own = { id: 'policy-1', displayName: NAME, definition: slackClaims('userprincipalname', 'mail') };
const foreign = { id: 'policy-2', displayName: 'Ours since 2019', definition: '{}' };
const addresses = {
  registration: {
    ...registration,
    identifierUris: ['https://slack.com'],
    web: { redirectUris: ['https://contoso.slack.com/sso/saml'] },
  },
};
const ready: Partial<SignOn> = {
  mode: 'saml',
  loginUrl: 'https://contoso.slack.com/sso/saml/start',
  certificates: [certificate('AA', 900, true)],
  policies: { linked: [own], all: [own] },
};
const planned = (signOn: Partial<SignOn>, wishes: Partial<SsoWishes> = {}) =>
  planSso(ssoTenant({ ...ready, ...signOn }, addresses), { ...ssoWishes, ...wishes });

describe('the plan for single sign-on', () => {
  it('has nothing to do where everything is right', () => {
    expect(openIds(planned({}))).toEqual([]);
    expect(planned({}).notes).toEqual([]);
  });

  it('sets claims before the mode, and the mode before the identifier', () => {
    const plan = planSso(ssoTenant(), ssoWishes);
    expect(openIds(plan)).toEqual([
      '[claims]',
      'claims-link',
      '[mode]',
      'identifier',
      '[reply-url]',
      '[sign-on-url]',
      '[certificate]',
      'active-certificate',
    ]);
  });

  it('keeps identifiers and reply URLs of others', () => {
    const others = {
      registration: { ...registration, identifierUris: ['api://x'], web: { redirectUris: ['https://y.example'] } },
    };
    const plan = planSso(ssoTenant(ready, others), ssoWishes);
    expect(actionOf(plan, 'identifier')).toMatchObject({ body: { identifierUris: ['https://slack.com', 'api://x'] } });
    expect(actionOf(plan, 'reply-url')).toMatchObject({
      body: { web: { redirectUris: ['https://contoso.slack.com/sso/saml', 'https://y.example'] } },
    });
  });

  it('lets only assigned people sign in', () => {
    expect(openIds(planned({ isAssignmentRequired: false }))).toEqual(['[assignment-required]']);
  });

  it('adds an address for warnings to those that are there', () => {
    const plan = planned({ notificationAddresses: ['a@x.example'] }, { notify: 'B@x.example' });
    expect(actionOf(plan, 'notify')).toMatchObject({
      body: { notificationEmailAddresses: ['a@x.example', 'B@x.example'] },
    });
    expect(openIds(planned({ notificationAddresses: ['b@x.example'] }, { notify: 'B@x.example' }))).toEqual([]);
  });

  it.each([
    ['61 days are left', [certificate('AA', 61, true)], [], undefined],
    ['59 days are left', [certificate('AA', 59.5, true)], ['[certificate]'], 'in 59 days'],
    ['it has run out', [certificate('AA', -1, true)], ['[certificate]'], 'nobody can sign in'],
    ['a newer one is ready', [certificate('BB', 900), certificate('AA', 20, true)], [], 'A new one is ready'],
    [
      'the newer one runs out soon, too',
      [certificate('BB', 40), certificate('AA', 20, true)],
      ['[certificate]'],
      'in 20 days',
    ],
    ['there is one that signs nothing', [certificate('BB', 900)], ['[active-certificate]'], undefined],
  ])('renews the certificate, but never switches over by itself: %s', (_name, certificates, open, note) => {
    const plan = planned({ certificates });
    expect(openIds(plan)).toEqual(open);
    expect(plan.notes).toEqual(note === undefined ? [] : [expect.stringContaining(note)]);
  });

  it('switches over to the certificate that was ready before', () => {
    const certificates = [certificate('BB', 900), certificate('AA', 20, true)];
    const [next] = certificates;
    const plan = planned({ certificates }, { activate: next?.thumbprint });
    expect(openIds(plan)).toEqual(['[active-certificate]']);
    expect(actionOf(plan, 'active-certificate')).toMatchObject({
      body: { preferredTokenSigningKeyThumbprint: next?.thumbprint },
    });
    const after = [certificate('BB', 900, true), certificate('AA', 20)];
    expect(openIds(planned({ certificates: after }, { activate: next?.thumbprint }))).toEqual([]);
  });

  it('says how to make a certificate where Graph cannot', () => {
    const plan = planned({ certificates: [] }, { makesCertificates: false });
    expect(openIds(plan)).toEqual([]);
    expect(plan.notes).toEqual([expect.stringContaining('Entra admin center')]);
  });

  it.each<[string, Partial<SignOn>, boolean, readonly string[], string | undefined]>([
    ['ours is not linked', { policies: { linked: [], all: [own] } }, false, ['[claims-link]'], undefined],
    [
      'ours says something else',
      { policies: { linked: [own], all: [{ ...own, definition: '{"a":1}' }] } },
      false,
      ['[claims]'],
      undefined,
    ],
    [
      'ours has other spaces',
      { policies: { linked: [own], all: [{ ...own, definition: own.definition.replaceAll(',', ', ') }] } },
      false,
      [],
      undefined,
    ],
    ["somebody else's is linked", { policies: { linked: [foreign], all: [foreign] } }, false, [], 'Ours since 2019'],
    [
      "somebody else's is to be replaced",
      { policies: { linked: [foreign], all: [foreign, own] } },
      true,
      ['[claims-unlink]', 'claims-link'],
      undefined,
    ],
    ['people sign in without a policy', { policies: { linked: [], all: [] } }, false, [], 'strangers to Slack'],
    ['they are to get ours', { policies: { linked: [], all: [] } }, true, ['[claims]', 'claims-link'], undefined],
    ['policies cannot be read', { policies: undefined }, false, [], '--device-code'],
  ])('leaves claims alone that people may depend on: %s', (_name, signOn, replace, open, note) => {
    const plan = planned(signOn, { claims: { nameId: 'userprincipalname', email: 'mail', replace } });
    expect(openIds(plan)).toEqual(open);
    expect(plan.notes).toEqual(note === undefined ? [] : [expect.stringContaining(note)]);
  });

  it('does nothing about claims when they are to be kept', () => {
    expect(openIds(planned({ policies: { linked: [], all: [] } }, { claims: 'keep' }))).toEqual([]);
  });

  it.each([
    ['there is no application', { candidates: [], registration: undefined }, 'npm run setup first'],
    ['its registration does not show', { registration: undefined }, 'wait a minute'],
    ['several may be meant', { candidates: [principal(), principal({ id: 'sp-2' })] }, 'sp-2'],
  ])('does nothing at all when %s', (_name, slack, text) => {
    const plan = planSso(ssoTenant(ready, slack), ssoWishes);
    expect(plan.steps).toEqual([]);
    expect(plan.blockers).toEqual([expect.stringContaining(text)]);
  });
});
