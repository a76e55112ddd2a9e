import { describe, expect, it } from 'vitest';
import { parseNotifications } from '../../../shared/entra/notifications.ts';
import { isProvisioningError } from '../../../shared/errors/provisioningError.ts';

const USER = '72b08237-30f1-4fbe-be57-1df593448f7a';
const GROUP = '0bc7d487-30f1-4fbe-be57-1df593448f7a';
const MEMBER = '4d147cc8-30f1-4fbe-be57-1df593448f7a';
const TENANT = '7d96d549-30f1-4fbe-be57-1df593448f7a';
const STATE = 'secret-state';

interface ItemParts {
  readonly [name: string]: unknown;
  readonly resourceData?: object;
}

/** An item as captured from Graph; the sequence number is put in as digits, since it exceeds what a number can hold. */
function item(parts: ItemParts = {}, sequence = '638059995676961301'): string {
  const { resourceData, ...rest } = parts;
  const resource = (rest.resource as string | undefined) ?? `Users/${USER}`;
  const data = { '@odata.type': '#Microsoft.Graph.User', '@odata.id': resource, id: resource.split('/').at(-1) };
  const text = JSON.stringify({
    changeType: 'updated',
    clientState: STATE,
    resource,
    resourceData: { ...data, organizationId: TENANT, ...(sequence ? { sequenceNumber: 0 } : {}), ...resourceData },
    subscriptionExpirationDateTime: '2022-12-10T10:23:45.9356913-08:00',
    subscriptionId: 'f43589a8-2107-4c5d-9c24-eea6301f162b',
    tenantId: TENANT,
    ...rest,
  });
  return text.replace('"sequenceNumber":0', `"sequenceNumber":${sequence}`);
}
const body = (...items: string[]) => `{"value":[${items.join(',')}]}`;
const parse = (...items: string[]) => parseNotifications(body(...items), STATE);

describe('parseNotifications: changes', () => {
  it('reads a user change with every digit of its sequence number', () => {
    expect(parse(item())).toEqual({
      changes: [{ kind: 'user', id: USER, source: '638059995676961301' }],
      lifecycle: [],
      rejected: [],
    });
  });

  it('keeps two changes of one object apart whose numbers differ beyond 2^53', () => {
    const { changes } = parse(item({}, '638059995676961301'), item({}, '638059995676961302'));
    expect(changes.map(({ source }) => source)).toEqual(['638059995676961301', '638059995676961302']);
  });

  it('takes a quoted sequence number as it takes a plain one', () => {
    const { changes } = parse(item({}, '"638059995676961301"'));
    expect(changes[0]?.source).toBe('638059995676961301');
  });

  it('takes one delivery of the same change twice for one change', () => {
    expect(parse(item(), item()).changes).toHaveLength(1);
  });

  it.each(['', '0', '1.5', '1e3', 'null', '"x"'])('hashes an item whose sequence number is %j', (sequence) => {
    const source = parse(item({}, sequence)).changes[0]?.source;
    expect(source).toMatch(/^[0-9a-f]{32}$/);
    expect(parse(item({}, sequence)).changes[0]?.source).toBe(source);
    expect(parse(item({ changeType: 'deleted' }, sequence)).changes[0]?.source).not.toBe(source);
  });

  it('tells equal items without a number apart by their time of arrival', () => {
    const at = (receivedAt: string) =>
      parseNotifications(body(item({}, '')), STATE, { receivedAt: new Date(receivedAt) }).changes[0]?.source;
    expect(at('2026-11-01T12:00:00Z')).not.toBe(at('2026-11-01T12:00:01Z'));
    expect(at('2026-11-01T12:00:00Z')).toBe(at('2026-11-01T12:00:00Z'));
  });

  it.each([`users/${USER}`, `/Users/${USER}`, `USERS/${USER.toUpperCase()}`])('takes the resource %s', (resource) => {
    expect(parse(item({ resource })).changes).toEqual([{ kind: 'user', id: USER, source: '638059995676961301' }]);
  });

  it.each(['created', 'updated', 'deleted'])('takes the change type %s', (changeType) => {
    expect(parse(item({ changeType })).changes).toHaveLength(1);
  });

  it('reads the members of a group change, with both forms of @removed', () => {
    const delta = [
      { id: MEMBER.toUpperCase() },
      { id: USER, '@removed': 'deleted' },
      { id: GROUP, '@removed': { reason: 'deleted' } },
      { id: MEMBER },
      { id: 'nobody' },
      null,
    ];
    const { changes } = parse(item({ resource: `Groups/${GROUP}`, resourceData: { 'members@delta': delta } }, ''));
    expect(changes).toMatchObject([{ kind: 'group', id: GROUP, members: { added: [MEMBER], removed: [USER, GROUP] } }]);
  });

  it('carries no members along when there are none, or more than a message should hold', () => {
    const many = Array.from({ length: 1_001 }, () => ({ id: MEMBER }));
    const { changes } = parse(
      item({ resource: `Groups/${GROUP}` }, '1'),
      item({ resource: `Groups/${GROUP}`, resourceData: { 'members@delta': many } }, '2'),
    );
    expect(changes.map((change) => 'members' in change)).toEqual([false, false]);
  });

  it('loses no members when two items share a sequence number', () => {
    const part = (id: string) =>
      item({ resource: `Groups/${GROUP}`, resourceData: { 'members@delta': [{ id }] } }, '5');
    const { changes } = parse(part(MEMBER), part(USER), item({ resource: `Groups/${GROUP}` }, '5'));
    expect(changes).toEqual([
      { kind: 'group', id: GROUP, source: '5', members: { added: [MEMBER, USER], removed: [] } },
    ]);
  });
});

describe('parseNotifications: lifecycle', () => {
  it.each(['missed', 'subscriptionRemoved', 'reauthorizationRequired'])('reads %s', (event) => {
    const lifecycle = { subscriptionId: 's1', tenantId: TENANT, clientState: STATE, lifecycleEvent: event };
    expect(parse(JSON.stringify(lifecycle))).toEqual({
      changes: [],
      lifecycle: [{ event, subscriptionId: 's1' }],
      rejected: [],
    });
  });
});

describe('parseNotifications: rejections', () => {
  it('judges each item by its own clientState', () => {
    const { changes, rejected } = parse(
      item({ clientState: 'other' }, '1'),
      item({}, '2'),
      item({ clientState: null }, '3'),
    );
    expect(changes.map(({ source }) => source)).toEqual(['2']);
    expect(rejected).toEqual([
      { index: 0, reason: 'wrong clientState' },
      { index: 2, reason: 'wrong clientState' },
    ]);
  });

  it.each([
    ['a prefix', STATE.slice(0, -1)],
    ['an extension', `${STATE}x`],
    ['another case', STATE.toUpperCase()],
    ['nothing', ''],
  ])('takes %s of the secret for wrong', (_what, clientState) => {
    expect(parse(item({ clientState })).changes).toEqual([]);
  });

  it('rejects items of other tenants, wherever the tenant stands', () => {
    const options = { tenantId: TENANT.toUpperCase() };
    const foreign = item({ tenantId: USER });
    const hidden = item({ tenantId: undefined, resourceData: { organizationId: USER } });
    const lifecycle = JSON.stringify({
      subscriptionId: 's',
      tenantId: USER,
      clientState: STATE,
      lifecycleEvent: 'missed',
    });
    const parsed = parseNotifications(body(foreign, hidden, lifecycle, item()), STATE, options);
    expect(parsed.rejected.map(({ reason }) => reason)).toEqual(['other tenant', 'other tenant', 'other tenant']);
    expect(parsed.changes).toHaveLength(1);
    expect(parsed.lifecycle).toEqual([]);
  });

  it.each([
    ['validation message of Event Hubs', item({ subscriptionId: 'NA', changeType: 'Validation: Testing client' })],
    ['unknown change type', item({ changeType: 'moved' })],
    ['unknown resource or id', item({ resource: `Devices/${USER}` })],
    ['unknown resource or id', item({ resource: 'Users/alice@x.example' })],
    ['unknown resource or id', item({ resourceData: { id: 'alice@x.example' } })],
    ['unknown lifecycle event', JSON.stringify({ subscriptionId: 's', clientState: STATE, lifecycleEvent: 'x' })],
    ['no subscription id', JSON.stringify({ clientState: STATE, lifecycleEvent: 'missed' })],
    ['not an object', 'null'],
    ['not an object', '[]'],
    ['not an object', '"alice@x.example"'],
  ])('says "%s", and nothing personal', (reason, text) => {
    expect(parse(text)).toEqual({ changes: [], lifecycle: [], rejected: [{ index: 0, reason }] });
  });

  it.each(['', '<html>', '[]', '{}', '{"value":{}}', 'null', '{"value":'])('throws for the body %j', (text) => {
    let thrown: unknown;
    try {
      parseNotifications(text, STATE);
    } catch (error) {
      thrown = error;
    }
    expect(isProvisioningError(thrown, 'invalid') && thrown.code).toBe('MalformedNotification');
  });

  it('takes a collection of nothing', () => {
    expect(parse()).toEqual({ changes: [], lifecycle: [], rejected: [] });
  });
});
