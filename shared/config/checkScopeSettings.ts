import { ConfigurationError } from '../errors/configurationError.ts';
import type { ProvisioningConfig } from './provisioningConfig.ts';
import type { Settings } from './settings.ts';

/**
 * With scope `assigned` the assignments of an enterprise application decide, so it must be known which.
 *
 * @throws ConfigurationError that lists the missing settings
 */
export function checkScopeSettings(settings: Settings, config: ProvisioningConfig): void {
  if (config.scope.mode !== 'assigned') return;
  const example = 'e.g. 3f2504e0-4f89-41d3-9a0c-0305e82c3301';
  const problems = [
    ...(settings.tenantId === undefined
      ? [{ where: 'ENTRA_TENANT_ID', what: `It is required with scope "assigned": the tenant's id, ${example}.` }]
      : []),
    ...(settings.slackAppServicePrincipalId === undefined
      ? [
          {
            where: 'SLACK_APP_SERVICE_PRINCIPAL_ID',
            what: `It is required with scope "assigned": the object id of the enterprise application, ${example}.`,
          },
        ]
      : []),
  ];
  if (problems.length > 0) throw new ConfigurationError('The settings of the app are not complete:', problems);
}
