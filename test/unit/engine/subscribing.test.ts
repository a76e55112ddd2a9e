import { afterEach, beforeEach, expect, it } from 'vitest';
import { renewSubscriptions } from '../../../shared/engine/keepSubscriptions.ts';
import { ProvisioningError } from '../../../shared/errors/provisioningError.ts';
import type { Subscription } from '../../../shared/model/job.ts';
import type { Subscriptions } from '../../../shared/ports/source.ts';
import { type EngineBench, startEngineBench } from '../../support/engineBench.ts';

let bench: EngineBench;
beforeEach(async () => {
  bench = await startEngineBench();
});
afterEach(() => bench.close());

/** Graph's rule that there is one subscription to a resource, without its handshake, to which nobody here could answer. */
function graph(): { readonly port: Subscriptions; readonly calls: string[] } {
  const made: Subscription[] = [];
  const calls: string[] = [];
  const { notificationUrl } = bench.app.configuration;
  const port: Subscriptions = {
    list: async () => [...made],
    create: async (resource, expiresAt) => {
      calls.push(`create ${resource}`);
      await new Promise((resolve) => setImmediate(resolve));
      const existing = made.find((one) => one.resource === resource);
      if (existing) throw new ProvisioningError('conflict', 'Conflict', 'There is one.', { existingId: existing.id });
      const one = { id: `${made.length}`, resource, expiresAt: expiresAt.toISOString(), notificationUrl };
      made.push(one);
      return one;
    },
    renew: async () => expect.unreachable('nothing runs out'),
    delete: async (id) => {
      calls.push(`delete ${id}`);
    },
  };
  return { port, calls };
}

it('the timer and the sweep of several instances subscribe one at a time, and take nothing from each other', async () => {
  const { port, calls } = graph();
  const instances = [bench.instance(), bench.instance(), bench.instance()];
  await Promise.all(instances.map((app) => renewSubscriptions({ ...app, subscriptions: port })));
  expect(calls).toEqual(['create users', 'create groups']);
});
