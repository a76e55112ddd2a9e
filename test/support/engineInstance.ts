import type { CompiledConfiguration } from '../../shared/compose/compileConfiguration.ts';
import { createStores } from '../../shared/compose/stores.ts';
import { CycleProgress } from '../../shared/engine/cycleProgress.ts';
import type { EngineDependencies } from '../../shared/engine/dependencies.ts';
import { JobGate } from '../../shared/engine/jobGate.ts';
import { createGraphClient } from '../../shared/entra/graphClient.ts';
import { createSource } from '../../shared/entra/source.ts';
import { createSubscriptions } from '../../shared/entra/subscriptions.ts';
import { createLogIds } from '../../shared/model/logId.ts';
import type { Logger } from '../../shared/ports/logger.ts';
import type { Mailer } from '../../shared/ports/mailer.ts';
import { createSlackTarget } from '../../shared/slack/createSlackTarget.ts';
import { budgetUse } from '../../shared/slack/pacing/budgetUse.ts';
import { createPacer } from '../../shared/slack/pacing/createPacer.ts';
import { slackRates } from '../../shared/slack/pacing/slackRates.ts';
import type { Tables } from '../../shared/store/tableClients.ts';
import type { BenchClock } from './benchClock.ts';
import type { MemoryQueue } from './memoryQueue.ts';

/** Called around every request of an instance; `run` carries it out. */
export type AroundRequest = <T>(name: string, run: () => Promise<T>) => Promise<T>;

export interface InstanceOptions {
  readonly configuration: CompiledConfiguration;
  readonly graphUrl: string;
  readonly slackUrl: string;
  /** Version of Slack's SCIM API; 2 unless given. */
  readonly scimVersion?: 1 | 2;
  readonly servicePrincipalId: string;
  readonly clientState: string;
  readonly tables: Tables;
  readonly queue: MemoryQueue;
  readonly clock: BenchClock;
  readonly instanceId: string;
  readonly logger: Logger;
  readonly around?: AroundRequest;
  readonly mailers?: readonly Mailer[];
}

const PLAIN: AroundRequest = (_name, run) => run();

/**
 * One instance of the app, wired as `shared/compose/adapters.ts` does it: the real adapters, with the test's clock, the
 * test's queue, and something around every request.
 */
export function createInstance(options: InstanceOptions): EngineDependencies {
  const { configuration, clock, instanceId, logger, around = PLAIN } = options;
  const random = () => 0.5;
  const client = createGraphClient({
    baseUrl: options.graphUrl,
    credential: { getToken: async () => 'test' },
    clock,
    random,
  });
  const rates = slackRates({ headRoomPercent: configuration.headRoomPercent, rateScale: 1000 });
  const tables = Object.fromEntries(
    Object.entries(options.tables).map(([name, table]) => [name, surround(table, name, around)]),
  ) as unknown as Tables;
  const stores = createStores(tables);
  const { job } = stores;
  const source = createSource(client, {
    servicePrincipalId: options.servicePrincipalId,
    photos: configuration.reads.photos,
    extensionProperties: configuration.reads.userExtensions,
    groupExtensionProperties: configuration.reads.groupExtensions,
  });
  const pacer = createPacer({
    store: { read: () => job.read('budgets'), write: (value, etag) => job.write('budgets', value, etag) },
    rates,
    clock,
    random,
  });
  return {
    configuration: configuration.engine,
    reservations: pacer,
    source: surround(source, 'graph', around),
    subscriptions: createSubscriptions(client, {
      notificationUrl: configuration.engine.notificationUrl,
      clientState: options.clientState,
    }),
    target: createSlackTarget({
      baseUrl: `${options.slackUrl}/scim/v${options.scimVersion ?? 2}`,
      token: async () => 'test',
      pacer,
      clock,
      fetch: (url, init) => around(`slack.${init?.method}`, () => fetch(url, init)),
    }),
    ...stores,
    queue: surround(options.queue, 'queue', around),
    queueMonitor: { look: async () => options.queue.depth(clock.now()) },
    mailers: options.mailers ?? [],
    gate: new JobGate(job, clock, configuration.enabled),
    progress: new CycleProgress(stores.cycles, clock, instanceId),
    permittedPerSecond: (operation) => rates.permittedPerSecond(operation),
    budgetUse: (budgets, now) => budgetUse(budgets, now, rates),
    insights: { count: () => undefined },
    newLogId: createLogIds(Math.random),
    instanceId,
    clock,
    random,
    logger,
  };
}

/** Puts `around` about every method that answers a promise. Listings pass: they only read. */
function surround<Part extends object>(part: Part, name: string, around: AroundRequest): Part {
  return new Proxy(part, {
    get(target, property) {
      const member: unknown = Reflect.get(target, property, target);
      if (typeof member !== 'function') return member;
      const isListing = /^(list|pages$|readDelta|deltaSelect)/.test(String(property));
      return (...values: unknown[]) => {
        const run = () => Reflect.apply(member, target, values) as unknown;
        return isListing ? run() : around(`${name}.${String(property)}`, async () => run());
      };
    },
  });
}
