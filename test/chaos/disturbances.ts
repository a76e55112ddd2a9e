import { ServiceBusClient } from '@azure/service-bus';
import type { SeededRandom } from '../../infra/local/demo/seededRandom.ts';
import type { LocalRequest } from '../../infra/local/http/server.ts';
import type { Refusal } from '../../infra/local/serviceBus/operations.ts';
import type { Scenario } from '../support/scenario.ts';
import type { Company } from './company.ts';
import type { Fate, Gateway, Part, RequestRule } from './gateway.ts';
import type { StackTime } from './stackTime.ts';

/** Everything that a disturbance may lay its hands on. */
export interface Stage {
  readonly scenario: Scenario;
  readonly random: SeededRandom;
  readonly company: Company;
  readonly gateway: Gateway;
  readonly time: StackTime;
  /** Ids of the messages that nobody can read, sent so far. */
  readonly poison: string[];
  /** Runs of timers that have not ended yet. */
  readonly timers: Set<Promise<void>>;
  /** What the app printed last when it ended of itself. */
  readonly crashes: string[];
}

/** Begins, and answers how it ends. */
export type Disturbance = (stage: Stage) => () => void;

const over = () => undefined;

const isWrite = ({ method }: LocalRequest) => method !== 'GET';

/** Requests to one part, each with a probability. */
function spoil(
  part: Part,
  probability: number,
  fateOf: (random: SeededRandom) => Fate,
  fits: (request: LocalRequest) => boolean = () => true,
): Disturbance {
  return ({ gateway, random }) => {
    const rule: RequestRule = (asked, request) =>
      asked === part && fits(request) && random.chance(probability) ? fateOf(random) : undefined;
    gateway.requestRules.add(rule);
    return () => gateway.requestRules.delete(rule);
  };
}

const SERVER_ERROR = (random: SeededRandom): Fate => ({ status: random.pick([500, 502, 503, 504]) });
const HTML_ERROR = (): Fate => ({
  status: 503,
  headers: { 'content-type': 'text/html' },
  body: '<!DOCTYPE html><html><body><h1>503</h1></body></html>',
});
const THROTTLED = (): Fate => ({ status: 429, headers: { 'retry-after': '1' } });
const TABLES_BUSY = (): Fate => ({
  status: 503,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ 'odata.error': { code: 'ServerBusy', message: { lang: 'en-US', value: 'Busy.' } } }),
});
const PRECONDITION_FAILED = (): Fate => ({
  status: 412,
  headers: { 'content-type': 'application/json', 'x-ms-error-code': 'UpdateConditionNotSatisfied' },
  body: JSON.stringify({
    'odata.error': {
      code: 'UpdateConditionNotSatisfied',
      message: { lang: 'en-US', value: 'The update condition specified in the request was not satisfied.' },
    },
  }),
});

/** A single row that is written on the condition that it has not changed. */
const isConditional = ({ headers }: LocalRequest) => headers['if-match'] !== undefined && headers['if-match'] !== '*';

/** Refuses operations on the queue, each with a probability. */
function refuse(names: readonly string[], probability: number, refusal: Refusal): Disturbance {
  return ({ gateway, random }) => {
    const rule = ({ name }: { readonly name: string }) =>
      names.includes(name) && random.chance(probability) ? refusal : undefined;
    gateway.queueRules.add(rule);
    return () => gateway.queueRules.delete(rule);
  };
}

/** Switches of the Graph simulator, put back at the end. */
function misbehave(change: Partial<Scenario['graph']['faults']>): Disturbance {
  return ({ scenario }) => {
    const { faults } = scenario.graph;
    const names = Object.keys(change) as (keyof typeof change)[];
    const before = Object.fromEntries(names.map((name) => [name, faults[name]]));
    Object.assign(faults, change);
    return () => Object.assign(faults, before);
  };
}

/** Longer than the lock of a session lasts: whoever works on one has lost it. */
const LOCK_MS = 301_000;

const UNREADABLE: readonly string[] = [
  'not JSON',
  '{}',
  'null',
  '[]',
  '{"v":99,"kind":"user","id":"1","cause":"delta","attempt":0}',
  '{"v":1,"kind":"robot","id":"1","cause":"delta","attempt":0}',
];

/** A message that nobody can read, in the session of somebody who is being worked on. */
const poison: Disturbance = ({ scenario, random, company, poison: sent }) => {
  const body = random.pick(UNREADABLE);
  const messageId = `poison-${sent.length}`;
  sent.push(messageId);
  const client = new ServiceBusClient(scenario.stack.serviceBus.connectionString);
  const message = { body, messageId, sessionId: `user:${random.pick(company.people)}` };
  void client
    .createSender('changes')
    .sendMessages(message)
    .finally(() => client.close());
  return over;
};

/** What goes wrong, by name. */
export const DISTURBANCES: Readonly<Record<string, Disturbance>> = {
  'Slack fails': spoil('slack', 1, SERVER_ERROR),
  'Slack fails with pages': spoil('slack', 0.5, HTML_ERROR),
  'Slack throttles': spoil('slack', 0.7, THROTTLED),
  'Slack loses answers of writes': spoil('slack', 0.4, () => 'lost', isWrite),
  'connections to Slack are cut': spoil('slack', 0.4, () => 'cut'),
  'Graph fails': spoil('graph', 1, SERVER_ERROR),
  'Graph throttles': spoil('graph', 0.6, THROTTLED),
  'Graph loses answers': spoil('graph', 0.3, () => 'lost'),
  'connections to Graph are cut': spoil('graph', 0.3, () => 'cut'),
  'tables fail': spoil('tables', 1, TABLES_BUSY),
  'tables are busy': spoil('tables', 0.3, TABLES_BUSY),
  'tables lose answers of writes': spoil('tables', 0.2, () => 'lost', isWrite),
  'tables refuse ETags': spoil('tables', 0.5, PRECONDITION_FAILED, isConditional),
  'connections to the queue are cut': ({ scenario }) => {
    scenario.stack.serviceBus.dropConnections();
    return over;
  },
  'the queue loses answers': ({ scenario, gateway, random }) => {
    const rule = ({ name }: { readonly name: string }) => {
      // After the operation, before its answer has left.
      if (['send', 'complete'].includes(name) && random.chance(0.15))
        setImmediate(scenario.stack.serviceBus.dropConnections);
      return undefined;
    };
    gateway.queueRules.add(rule);
    return () => gateway.queueRules.delete(rule);
  },
  'the queue takes nothing': refuse(['send'], 0.7, { condition: 'com.microsoft:server-busy', description: 'busy' }),
  'the queue loses locks at settlement': refuse(['complete'], 0.5, {
    condition: 'com.microsoft:session-lock-lost',
    description: 'The session lock has expired.',
  }),
  'locks of sessions expire': ({ scenario, time }) => {
    time.pass(LOCK_MS);
    scenario.stack.serviceBus.runDue();
    return over;
  },
  'a message cannot be read': poison,
  'notifications are lost': misbehave({ dropNotifications: 0.6 }),
  'notifications come twice': misbehave({ duplicate: 0.6 }),
  'notifications come in another order': misbehave({ reorder: true, reorderWindowMs: 150 }),
  'Graph replicates late': misbehave({ replicationLagMs: 400, memberListLagMs: 600, assignmentListLagMs: 700 }),
  'delta links expire': ({ scenario }) => {
    scenario.graph.faults.expireDeltaTokens = 2;
    return () => {
      scenario.graph.faults.expireDeltaTokens = 0;
    };
  },
  'delta queries repeat themselves': misbehave({ replayDelta: 5, emptyDeltaPages: 1 }),
  'the clock is ahead': ({ time }) => {
    time.jump(8_000);
    return () => time.jump(0);
  },
  'the clock is behind': ({ time }) => {
    time.jump(-8_000);
    return () => time.jump(0);
  },
};
