import type { Exchange } from '../../../shared/slack/connection/recordExchanges.ts';

/** Something that Slack does not document, as the app takes it to be and as it was seen. */
export interface Observation {
  readonly what: string;
  readonly assumed: string;
  readonly seen: string;
  readonly differs: boolean;
}

interface Assumption {
  readonly what: string;
  readonly method: string;
  readonly path: RegExp;
  /** Which of several such exchanges. */
  readonly which: 'first' | 'last';
  readonly v1: readonly number[];
  readonly v2: readonly number[];
}

const USERS = /\/Users$/;
const USER = /\/Users\/[^/?]+$/;
const GROUP = /\/Groups\/[^/?]+$/;

/** The app accepts any success; what it has been built and tested against are these. */
const STATUSES: readonly Assumption[] = [
  { what: 'Status of a new account', method: 'POST', path: USERS, which: 'first', v1: [201], v2: [201] },
  { what: 'Status of a taken address', method: 'POST', path: USERS, which: 'last', v1: [400, 409], v2: [400, 409] },
  { what: 'Status of a change', method: 'PATCH', path: USER, which: 'first', v1: [200], v2: [200] },
  { what: 'Status of a deactivation', method: 'DELETE', path: USER, which: 'first', v1: [200], v2: [204] },
  { what: 'Status of a repeated deactivation', method: 'DELETE', path: USER, which: 'last', v1: [200], v2: [204] },
  { what: 'Status of a new group', method: 'POST', path: /\/Groups$/, which: 'first', v1: [201], v2: [201] },
  { what: 'Status of a change of a group', method: 'PATCH', path: GROUP, which: 'first', v1: [204], v2: [200] },
  { what: 'Status of a deleted group', method: 'DELETE', path: GROUP, which: 'last', v1: [204], v2: [204] },
];

/** What the recorded exchanges of a write test say about the assumptions; what was not tried is left out. */
export function observe(exchanges: readonly Exchange[], version: 'v1' | 'v2'): readonly Observation[] {
  const find = ({ method, path, which }: Pick<Assumption, 'method' | 'path' | 'which'>) => {
    const fits = (exchange: Exchange) =>
      exchange.status > 0 && exchange.method === method && path.test(exchange.path.split('?')[0] ?? '');
    return which === 'first' ? exchanges.find(fits) : exchanges.findLast(fits);
  };
  const statuses = STATUSES.flatMap((assumption) => {
    const exchange = find(assumption);
    return exchange ? [compare(assumption.what, assumption[version].join(' or '), String(exchange.status))] : [];
  });
  const created = find({ method: 'POST', path: USERS, which: 'first' });
  if (!created || created.status >= 300) return statuses;
  const { externalId = '(absent)' } = (created.body ?? {}) as { externalId?: unknown };
  return [...statuses, compare('externalId in the answer', '""', JSON.stringify(externalId))];
}

function compare(what: string, assumed: string, seen: string): Observation {
  return { what, assumed, seen, differs: !assumed.split(' or ').includes(seen) };
}
