import { beforeAll, describe, expect, it } from 'vitest';
import { CHANGES_QUEUE } from '../../../infra/local/stack/stack.ts';
import { createTables } from '../../../shared/store/tableClients.ts';
import { appFunctions } from '../../support/appFunctions.ts';
import { readDeployment } from './deployment.ts';

const DEAD_LETTERS = '/$DeadLetterQueue';

const standard = readDeployment('standard');
const queues = new Map(
  standard
    .all('Microsoft.ServiceBus/namespaces/queues')
    .map(({ name, properties }) => [name.split('/').at(-1), properties]),
);

/** Of an ISO 8601 duration in minutes. */
function milliseconds(duration: string): number {
  const minutes = /^PT(\d+)M$/u.exec(duration)?.[1];
  if (minutes === undefined) throw new Error(`${duration} is not in minutes`);
  return Number(minutes) * 60_000;
}

describe('the queues', () => {
  let functions: Awaited<ReturnType<typeof appFunctions>>;
  beforeAll(async () => {
    functions = await appFunctions();
  });

  it('are the ones that the functions are triggered by, and no others', () => {
    const used = functions
      .filter(({ kind }) => kind === 'serviceBus')
      .map(({ trigger }) => String(trigger.queueName).replace(DEAD_LETTERS, ''));
    expect([...new Set(used)]).toEqual([...queues.keys()]);
  });

  it('have sessions, as every function asks that does not read dead letters', () => {
    const readers = functions.filter(
      ({ kind, trigger }) => kind === 'serviceBus' && !String(trigger.queueName).endsWith(DEAD_LETTERS),
    );
    expect(readers.map(({ name }) => name)).toContain('processChange');
    for (const { name, trigger } of readers) {
      const { requiresSession } = queues.get(String(trigger.queueName));
      expect({ name, asksFor: trigger.isSessionsEnabled, requiresSession }).toEqual({
        name,
        asksFor: true,
        requiresSession: true,
      });
    }
  });

  it('behave as the emulator under which everything is tested', () => {
    const { name, lockDurationMs, ...same } = CHANGES_QUEUE;
    const queue = queues.get(name);
    expect(queue).toMatchObject(same);
    expect(milliseconds(queue.lockDuration)).toBe(lockDurationMs);
  });

  it('lose no message and refuse none', () => {
    const queue = queues.get('changes');
    // Bulk work waits for as long as Slack's limits ask, and a batch holds messages of many sessions.
    expect(queue.defaultMessageTimeToLive).toBeUndefined();
    expect(queue.deadLetteringOnMessageExpiration).toBe(true);
    expect(queue.enablePartitioning).toBe(false);
    expect(milliseconds(queue.duplicateDetectionHistoryTimeWindow)).toBeGreaterThanOrEqual(600_000);
  });

  it.each(['standard', 'everything'] as const)('are on a tier with sessions and without keys (%s)', (name) => {
    const { sku, properties } = readDeployment(name).one('Microsoft.ServiceBus/namespaces');
    expect(['Standard', 'Premium']).toContain(sku?.name);
    expect(properties.disableLocalAuth).toBe(true);
  });
});

describe('the tables', () => {
  it('are those of the code (add new ones to infra/modules/storage.bicep, then npm run infra:build)', () => {
    const made = standard.all('Microsoft.Storage/storageAccounts/tableServices/tables');
    const used = Object.keys(createTables({ connectionString: 'UseDevelopmentStorage=true' }));
    expect(made.map(({ name }) => name.split('/').at(-1)).sort()).toEqual(used.sort());
  });
});
