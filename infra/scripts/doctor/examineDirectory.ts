import * as z from 'zod';
import type { ProvisioningConfig } from '../../../shared/config/provisioningConfig.ts';
import type { Settings } from '../../../shared/config/settings.ts';
import type { GraphClient } from '../../../shared/entra/graphClient.ts';
import { requiredPermissions } from '../../../shared/entra/requiredPermissions.ts';
import { isProvisioningError } from '../../../shared/errors/provisioningError.ts';
import { usedSourceAttributes } from '../../../shared/mapping/usedSourceAttributes.ts';
import type { ConnectionCheck } from '../../../shared/ports/connection.ts';
import { readTenant, type Tenant } from '../setup/readTenant.ts';
import { type Finding, failed, passed, warning } from './section.ts';

type DirectorySettings = Pick<Settings, 'tenantId' | 'slackAppServicePrincipalId' | 'azureClientId'>;

/** The directory as whoever is signed in on this machine sees it: the application, who is assigned, what the identity may do. */
export async function examineDirectory(
  client: GraphClient,
  settings: DirectorySettings,
  config: ProvisioningConfig,
): Promise<readonly ConnectionCheck[]> {
  let tenant: Tenant;
  try {
    tenant = await readTenant(client, {
      application: settings.slackAppServicePrincipalId,
      identity: settings.azureClientId,
      adminApp: undefined,
    });
  } catch (error) {
    return [{ name: 'signIn', ...explain(error, settings.tenantId) }];
  }
  return judgeDirectory(tenant, settings, config);
}

/** Pure. */
export function judgeDirectory(
  tenant: Tenant,
  { tenantId, slackAppServicePrincipalId, azureClientId }: DirectorySettings,
  config: Pick<ProvisioningConfig, 'scope' | 'users'>,
): readonly ConnectionCheck[] {
  const { id, name } = tenant.caller.tenant;
  if (tenantId !== undefined && id !== tenantId) {
    const message = `The sign-in on this machine is for ${name} (${id}), the app's tenant is ${tenantId}.`;
    return [{ name: 'signIn', ...warning(message, `az login --allow-no-subscriptions --tenant ${tenantId}`) }];
  }
  return [
    { name: 'signIn', ...passed(`Signed in to ${name} as ${tenant.caller.person?.name ?? 'an application'}.`) },
    ...(config.scope.mode === 'assigned' ? judgeApplication(tenant, slackAppServicePrincipalId ?? '', config) : []),
    { name: 'permissions', ...judgePermissions(tenant, azureClientId, config) },
  ];
}

function judgeApplication(
  { slack }: Tenant,
  id: string,
  { scope }: Pick<ProvisioningConfig, 'scope'>,
): readonly ConnectionCheck[] {
  const name = 'application';
  const [application] = slack.candidates;
  if (!application) {
    const action =
      'npm run setup shows the right one: the object id under Enterprise applications, not that of the app registration. Then set SLACK_APP_SERVICE_PRINCIPAL_ID.';
    return [{ name, ...failed(`There is no enterprise application ${id}.`, action) }];
  }
  const checks: ConnectionCheck[] = [
    { name, ...passed(`${application.displayName ?? id} decides who is provisioned.`) },
    { name: 'assignments', ...judgeAssignments(slack, scope.defaultAccess) },
  ];
  if (slack.entraProvisions === true) {
    const message = "Entra's own provisioning is switched on for the same application.";
    const action = "Stop it before this app writes: two services undo each other's work (docs/migration.md).";
    checks.push({ name: 'entraProvisioning', ...warning(message, action) });
  }
  return checks;
}

function judgeAssignments(
  { assigned, withDefaultAccess }: Tenant['slack'],
  defaultAccess: ProvisioningConfig['scope']['defaultAccess'],
): Finding {
  if (assigned === 0) {
    return warning(
      'Nobody is assigned to it, so nobody is provisioned.',
      'Assign people or groups under Users and groups (docs/scoping.md).',
    );
  }
  if (withDefaultAccess > 0 && defaultAccess === 'exclude') {
    const message = `${assigned} people and groups are assigned, ${withDefaultAccess} of them with Default Access alone, which does not count.`;
    return warning(message, 'Assign them with a role, or set scope.defaultAccess to "include".');
  }
  return passed(`${assigned} people and groups are assigned to it.`);
}

function judgePermissions(
  { identity, graph }: Tenant,
  clientId: string | undefined,
  { users }: Pick<ProvisioningConfig, 'users'>,
): Finding {
  if (clientId === undefined) {
    return warning(
      'AZURE_CLIENT_ID names no identity, so that its permissions were not looked at.',
      'infra/main.bicep sets it to the client id of the user-assigned identity.',
    );
  }
  if (!identity || identity.candidates.length === 0) {
    return failed(
      `There is no identity with the client id ${clientId} (AZURE_CLIENT_ID).`,
      'Deploy again (docs/deploy.md): it makes the identity and sets its client id.',
    );
  }
  const roles = graph?.appRoles ?? [];
  const granted = identity.grants.map(({ appRoleId }) => roles.find(({ id }) => id === appRoleId)?.value ?? appRoleId);
  const photos = usedSourceAttributes(users).has('thumbnailPhoto');
  const namesOf = (optional: boolean) =>
    requiredPermissions({ photos, hiddenGroups: optional, mail: optional }).map(({ name }) => name);
  const missing = namesOf(false).filter((name) => !granted.includes(name));
  const command = `npm run setup -- --identity ${clientId}`;
  if (missing.length > 0) return failed(`The app's identity lacks ${missing.join(', ')} on Microsoft Graph.`, command);
  const surplus = granted.filter((name) => !namesOf(true).includes(name));
  if (surplus.length > 0) {
    return warning(
      `The app's identity has permissions that it does not use: ${surplus.join(', ')}.`,
      `${command} --prune`,
    );
  }
  return passed(`The app's identity has what it needs, and no more: ${granted.toSorted().join(', ')}.`);
}

function explain(error: unknown, tenantId: string | undefined): Finding {
  if (!isProvisioningError(error) && !(error instanceof z.ZodError)) throw error;
  const login = `az login --allow-no-subscriptions${tenantId === undefined ? '' : ` --tenant ${tenantId}`}`;
  const finding = warning(
    'The directory cannot be looked at from this machine.',
    `${login}, as somebody who may read applications.`,
  );
  return isProvisioningError(error) ? { ...finding, code: error.code } : finding;
}
