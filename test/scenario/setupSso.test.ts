import { X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSigningCertificateExpiry } from '../../shared/entra/signingCertificate.ts';
import { caller } from '../contract/graphSimulatorCalls.ts';
import { interruptAt, type SetupBench, startSetupBench } from '../support/setupBench.ts';

const DAY_MS = 24 * 60 * 60_000;

async function slackOf({ graph }: SetupBench): Promise<Record<string, unknown>> {
  const principals = (await caller(graph.url)('GET', '/servicePrincipals')).body.value;
  return principals.find(({ displayName }) => displayName === 'Slack') ?? {};
}

/** What concerns sign-in, without ids and keys. */
async function stateOf(bench: SetupBench) {
  const call = caller(bench.graph.url);
  const slack = await slackOf(bench);
  const linked = (await call('GET', `/servicePrincipals/${slack.id}/claimsMappingPolicies`)).body.value;
  return {
    mode: slack.preferredSingleSignOnMode,
    names: (slack.servicePrincipalNames as string[]).slice(1),
    replyUrls: slack.replyUrls,
    loginUrl: slack.loginUrl,
    certificates: (slack.keyCredentials as unknown[]).length / 2,
    isSigning: slack.preferredTokenSigningKeyThumbprint !== null,
    claims: linked.map(({ definition }) => definition),
    policies: (await call('GET', '/policies/claimsMappingPolicies')).body.value.length,
  };
}

describe('setting up single sign-on', () => {
  let bench: SetupBench;
  beforeEach(async () => {
    bench = await startSetupBench();
    await bench.setup(['--yes']);
  });
  afterEach(() => bench.close());

  it('sets SAML up, and gives the values for Slack with a certificate that is one', async () => {
    const { state, values } = await bench.sso(['--yes']);
    expect(state).toBe('complete');
    expect(await stateOf(bench)).toMatchObject({
      mode: 'saml',
      names: ['https://slack.com'],
      replyUrls: ['https://contoso.slack.com/sso/saml'],
      loginUrl: 'https://contoso.slack.com/sso/saml/start',
      certificates: 1,
      isSigning: true,
      policies: 1,
    });
    const certificate = new X509Certificate(values?.certificate ?? '');
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.subject).toBe('CN=Slack single sign-on 2026');
    expect(certificate.validToDate).toEqual(new Date('2029-06-01T12:00:00Z'));
    const slack = await slackOf(bench);
    expect(certificate.fingerprint.replaceAll(':', '')).toBe(slack.preferredTokenSigningKeyThumbprint);
    expect(await readSigningCertificateExpiry(bench.client, String(slack.id))).toEqual(certificate.validToDate);
  });

  it('has nothing to do the second time, and gives the same values', async () => {
    const first = await bench.sso(['--yes']);
    const before = bench.writes().length;
    const second = await bench.sso(['--yes']);
    expect(bench.writes()).toHaveLength(before);
    expect(second.values).toEqual(first.values);
  });

  it('writes nothing with --plan', async () => {
    const before = bench.writes().length;
    expect((await bench.sso(['--plan'])).state).toBe('planned');
    expect(bench.writes()).toHaveLength(before);
  });

  it('renews the certificate in two moves, so that Slack can be given it in between', async () => {
    const first = await bench.sso(['--yes']);
    bench.advance((3 * 365 - 50) * DAY_MS);
    const renewal = await bench.sso(['--yes']);
    expect(renewal).toMatchObject({ isRenewal: true, certificate: { state: 'expiring' } });
    expect(renewal.values?.certificate).not.toBe(first.values?.certificate);
    expect((await stateOf(bench)).certificates).toBe(2);
    const oldKey = (await slackOf(bench)).preferredTokenSigningKeyThumbprint;

    const waiting = await bench.sso(['--yes']);
    expect(waiting.done).toEqual([]);
    expect((await slackOf(bench)).preferredTokenSigningKeyThumbprint).toBe(oldKey);

    const switched = await bench.sso(['--yes', '--activate']);
    expect(switched).toMatchObject({ isRenewal: false, certificate: { state: 'valid' } });
    expect(switched.values?.certificate).toBe(renewal.values?.certificate);
    expect((await stateOf(bench)).certificates).toBe(2);
  });

  it('does not put a certificate to use that Slack cannot have yet', async () => {
    await bench.sso(['--yes']);
    bench.advance((3 * 365 - 10) * DAY_MS);
    const oldKey = (await slackOf(bench)).preferredTokenSigningKeyThumbprint;
    const { plan } = await bench.sso(['--yes', '--activate']);
    expect(plan.notes.join()).toContain('no newer certificate');
    expect((await slackOf(bench)).preferredTokenSigningKeyThumbprint).toBe(oldKey);
    expect((await stateOf(bench)).certificates).toBe(2);
  });

  it('does without the claims when the sign-in may not touch policies, as with the Azure CLI', async () => {
    bench.graph.faults.forbidden = { next: 0, probability: 1, pathContains: 'claimsMappingPolicies' };
    const { state, plan, values } = await bench.sso(['--yes']);
    expect(state).toBe('complete');
    expect(plan.notes.join()).toContain('--device-code');
    expect(values?.certificate).toContain('BEGIN CERTIFICATE');
  });

  it('waits for what Graph shows late, and makes one certificate even when the answer got lost', async () => {
    bench.graph.faults.applicationLagMs = 30_000;
    bench.graph.faults.lostAnswers = { next: 1, probability: 0, pathContains: '/addTokenSigningCertificate' };
    expect((await bench.sso(['--yes'])).state).toBe('complete');
    expect(await stateOf(bench)).toMatchObject({ certificates: 1, isSigning: true, policies: 1 });
  });

  it('names the way out when another application has the identifier', async () => {
    const call = caller(bench.graph.url);
    const { body } = await call('POST', '/applications', { displayName: 'Another Slack' });
    await call('POST', '/servicePrincipals', { appId: body.appId });
    const other = (await call('GET', `/servicePrincipals(appId='${body.appId}')`)).body.id;
    await call('PATCH', `/servicePrincipals/${other}`, { preferredSingleSignOnMode: 'saml' });
    expect((await call('PATCH', `/applications/${body.id}`, { identifierUris: ['https://slack.com'] })).status).toBe(
      204,
    );
    await expect(bench.sso(['--yes'])).rejects.toThrow('Identifier');
    await bench.sso(['--yes', '--identifier', 'https://contoso.slack.com']);
    expect((await stateOf(bench)).names).toEqual(['https://contoso.slack.com']);
  });

  it('comes to the same end wherever it was interrupted', async () => {
    const before = bench.graph.requests.length;
    await bench.sso(['--yes']);
    const expected = await stateOf(bench);
    const requests = bench.graph.requests.length - before;
    // The claims name the application, whose id differs.
    await fc.assert(
      fc.asyncProperty(fc.nat(requests - 1), fc.constantFrom('before', 'after'), async (n, when) => {
        const other = await startSetupBench();
        try {
          await other.setup(['--yes']);
          await other.sso(['--yes'], interruptAt(other.client, n, when)).catch(() => undefined);
          await other.sso(['--yes']);
          expect(await stateOf(other)).toEqual(expected);
        } finally {
          await other.close();
        }
      }),
      { numRuns: 14, seed: 11 },
    );
  });
});
