import { loadProvisioningConfig } from '../../../shared/config/provisioningConfig.ts';
import { isLoopback } from '../../../shared/entra/graphClient.ts';
import { type CertificateVerdict, judgeSigningCertificate } from '../../../shared/plan/judgeSigningCertificate.ts';
import { formatCaller } from './formatPlan.ts';
import { chooseCertificates } from './planCertificate.ts';
import { planSso, type SsoWishes } from './planSso.ts';
import type { Caller } from './readCaller.ts';
import { readSso, type SsoTenant } from './readSso.ts';
import { type RunPlanOptions, type RunResult, runPlan } from './runPlan.ts';
import { type SamlValues, samlValues } from './samlValues.ts';
import { emailSourceOf } from './slackClaims.ts';
import type { SsoOptions } from './ssoOptions.ts';
import type { Plan } from './step.ts';

export interface SsoResult extends RunResult {
  readonly caller: Caller;
  /** Undefined while there is no application or no certificate. */
  readonly values: SamlValues | undefined;
  /** The values are those of a certificate that Slack must get before it is put to use. */
  readonly isRenewal: boolean;
  readonly certificate: (CertificateVerdict & { readonly expiresAt: string }) | undefined;
}

/**
 * Sets up single sign-on as the options say.
 * @throws StepError, ProvisioningError, ConfigurationError, UsageError
 */
export async function setUpSso(options: SsoOptions, run: RunPlanOptions): Promise<SsoResult> {
  const read = () => readSso(run.client, options.application);
  let tenant = await read();
  const now = run.clock.now();
  const email = options.claims === 'keep' ? undefined : emailSourceOf(loadProvisioningConfig(options.config));
  const wishes: SsoWishes = {
    ...options,
    // Chosen before anything is made: what is new cannot be in Slack yet.
    activate: options.activate && tenant.signOn ? chooseCertificates(tenant.signOn, now).next?.thumbprint : undefined,
    claims:
      options.claims === 'keep'
        ? 'keep'
        : { nameId: options.nameId, email: email ?? 'mail', replace: options.replaceClaims },
    makesCertificates: options.cloud.makesCertificates || isLoopback(options.graphUrl),
    now,
  };
  const plan = (seen: SsoTenant): Plan => withNotes(planSso(seen, wishes), options, email, wishes.activate);
  if (!options.json) run.screen.print(formatCaller(tenant.caller));
  const result = await runPlan(
    plan(tenant),
    async () => {
      tenant = await read();
      return plan(tenant);
    },
    run,
  );
  return { ...result, caller: tenant.caller, ...valuesOf(tenant, options, now) };
}

function withNotes(plan: Plan, options: SsoOptions, email: string | undefined, activate: string | undefined): Plan {
  const notes = [...plan.notes];
  if (options.activate && activate === undefined) {
    notes.push(
      '--activate: there is no newer certificate to put to use. Without --activate one is made when it is time.',
    );
  }
  if (options.claims !== 'keep' && email === undefined) {
    notes.push(
      'User.Email is made of the attribute mail. provisioning.json maps the address in another way; see to it that both give the same, or people get a second account.',
    );
  }
  return { ...plan, notes };
}

function valuesOf(
  { caller, slack, signOn }: SsoTenant,
  { cloud, identifier }: SsoOptions,
  now: Date,
): Pick<SsoResult, 'values' | 'isRenewal' | 'certificate'> {
  const [principal] = slack.candidates;
  if (!principal || !signOn) return { values: undefined, isRenewal: false, certificate: undefined };
  const { active, next } = chooseCertificates(signOn, now);
  const isRenewal =
    active !== undefined && next !== undefined && judgeSigningCertificate(active.expiresAt, now).state !== 'valid';
  const shown = isRenewal ? next : active;
  return {
    values: shown && samlValues(cloud, caller.tenant.id, { appId: principal.appId, identifier }, shown),
    isRenewal,
    certificate: active && {
      ...judgeSigningCertificate(active.expiresAt, now),
      expiresAt: active.expiresAt.toISOString(),
    },
  };
}
