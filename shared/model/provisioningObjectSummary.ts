import type { LogAction, LogRecord } from './logSummary.ts';
import type { Step, StepType } from './outcome.ts';

/** Where the entries come from. */
export interface LogOrigin {
  readonly tenantId: string | null;
  /** The enterprise application. */
  readonly servicePrincipalId: string | null;
  readonly recommendedAction: (code: string | null) => string | null;
}

const ACTIONS: Readonly<Record<LogAction, string>> = {
  create: 'create',
  // Entra, too, shows the link to an account that was there as an update of it.
  adopt: 'update',
  update: 'update',
  enable: 'update',
  disable: 'disable',
  delete: 'delete',
  other: 'other',
};

const STEP_NAMES: Readonly<Record<StepType, string>> = {
  import: 'EntryImport',
  scoping: 'EntrySynchronizationScoping',
  matching: 'EntryMatching',
  processing: 'EntrySynchronization',
  referenceResolution: 'EntryReferenceResolution',
  export: 'EntryExport',
};

/**
 * An entry in the shape of Entra's own provisioning log, for tools that read that.
 * https://learn.microsoft.com/graph/api/resources/provisioningobjectsummary
 */
export function toObjectSummary(entry: LogRecord, origin: LogOrigin) {
  const { id, at, kind, sourceId, slackId, displayName, userPrincipalName, cycleId, durationMs } = entry;
  const { tenantId, servicePrincipalId } = origin;
  const application = { id: servicePrincipalId, displayName: 'Slack' };
  const identityType = kind === 'group' ? 'Group' : 'User';
  return {
    id,
    activityDateTime: at,
    tenantId,
    jobId: `slack.${tenantId}.${servicePrincipalId}`,
    cycleId,
    changeId: id,
    durationInMilliseconds: durationMs,
    initiatedBy: { id: '', displayName: 'Entra to Slack provisioner', initiatorType: 'system' },
    provisioningAction: entry.outcome === 'staged' ? 'stagedDelete' : ACTIONS[entry.action],
    provisioningStatusInfo: { status: entry.status, errorInformation: errorInformationOf(entry, origin) },
    provisioningSteps: entry.steps.map(toStep),
    modifiedProperties: entry.modifiedProperties.map(({ name, old, new: value }) => ({
      displayName: name,
      oldValue: textOf(old),
      newValue: textOf(value),
    })),
    servicePrincipal: application,
    sourceIdentity: { id: sourceId, displayName, identityType, details: detailsOf({ userPrincipalName }) },
    targetIdentity: { id: slackId ?? '', displayName: slackId === null ? '' : displayName, identityType, details: {} },
    sourceSystem: { id: tenantId, displayName: 'Microsoft Entra ID', details: {} },
    targetSystem: { id: servicePrincipalId, displayName: 'Slack', details: { ServicePrincipalId: servicePrincipalId } },
  };
}

function errorInformationOf({ status, code, reason }: LogRecord, { recommendedAction }: LogOrigin) {
  if (code === null || status === 'success') return null;
  return {
    errorCode: code,
    errorCategory: status === 'failure' ? 'failure' : 'nonServiceFailure',
    reason,
    additionalDetails: null,
    recommendedAction: recommendedAction(code),
  };
}

function toStep({ type, status, details }: Step) {
  return {
    name: STEP_NAMES[type],
    provisioningStepType: type,
    status,
    description: typeof details.reason === 'string' ? details.reason : '',
    details: detailsOf(details),
  };
}

/** Entra's details hold texts only. */
function detailsOf(details: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(details).map(([name, value]) => [name, textOf(value) ?? '']));
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
