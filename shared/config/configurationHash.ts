import { createHash } from 'node:crypto';
import { isRecord } from './isRecord.ts';
import type { ProvisioningConfig } from './provisioningConfig.ts';

/**
 * SHA-256 (hex) of what decides how Slack ought to look: scope, users, groups and what happens to leavers. Another
 * hash asks for a full cycle. The order of keys does not matter, nor do schedules, pacing, notification and logs.
 */
export function configurationHash(config: ProvisioningConfig): string {
  const { scope, users, groups, safety } = config;
  const decisive = { scope, users, groups, leaver: safety.leaver, disabledInSlack: safety.disabledInSlack };
  return createHash('sha256')
    .update(JSON.stringify(sortKeys(decisive)))
    .digest('hex');
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sortKeys(value[key])]),
  );
}
