import { setTimeout as delay } from 'node:timers/promises';
import type { OnDemandRequest } from '../../../shared/model/onDemand.ts';
import type { DirectoryHit } from '../../../shared/model/source.ts';
import { AppFailed, callApp } from '../app/callApp.ts';
import type { ProvisionOptions } from './provisionOptions.ts';

/** What the app answers about a request. */
export interface Provisioned extends Omit<OnDemandRequest, 'requestId'> {
  readonly requestId: string | null;
  readonly dryRun: boolean;
  readonly recommendedAction: string | null;
}

const LOOK_EVERY_MS = 300;
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;

/**
 * Asks for one object to be provisioned, and looks until the outcome is there.
 * @param onProgress called with each answer
 * @throws AppFailed
 */
export async function requestProvisioning(
  options: ProvisionOptions,
  onProgress: (request: Provisioned) => void,
): Promise<Provisioned> {
  const { kind, dryRun } = options;
  const named = await nameOf(options);
  let request = await callApp<Provisioned>(options, 'POST', '/provision', { kind, ...named, dryRun, wait: 0 });
  for (onProgress(request); request.state !== 'done'; onProgress(request)) {
    await delay(LOOK_EVERY_MS);
    request = await callApp(options, 'GET', `/provision/${request.requestId}`);
  }
  return request;
}

async function nameOf(options: ProvisionOptions): Promise<{ id: string } | { userPrincipalName: string }> {
  const { who, kind } = options;
  if (GUID.test(who)) return { id: who };
  if (kind === 'user') return { userPrincipalName: who };
  const path = `/objects?kind=group&limit=50&search=${encodeURIComponent(who)}`;
  const { items } = await callApp<{ items: readonly DirectoryHit[] }>(options, 'GET', path);
  const named = items.filter(({ displayName }) => displayName?.toLowerCase() === who.toLowerCase());
  const [group, other] = named;
  if (!group) throw new AppFailed(`Entra has no group named ${who}.`);
  if (!other) return { id: group.id };
  const ids = named.map(({ id, details }) => `  ${id}  ${details ?? ''}`).join('\n');
  throw new AppFailed(`Several groups are named ${who}; say which one by its id:\n${ids}`);
}
