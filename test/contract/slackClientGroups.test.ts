import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { LocalResponse } from '../../infra/local/http/server.ts';
import { type SlackSimulator, startSlackSimulator } from '../../infra/local/slack/startSlackSimulator.ts';
import type { TargetGroup } from '../../shared/model/target.ts';
import type { Target } from '../../shared/ports/target.ts';
import { createSlackTarget, type SlackTargetOptions } from '../../shared/slack/createSlackTarget.ts';
import { virtualClock } from '../unit/slack/virtualClock.ts';
import { recordingPacer, type ScriptedServer, startScript } from './slackClientScript.ts';

function createTarget(url: string, version: string, options: Partial<SlackTargetOptions> = {}): Target {
  return createSlackTarget({
    baseUrl: `${url}/scim/${version}`,
    token: async () => 'xoxp-1',
    pacer: recordingPacer(),
    clock: virtualClock(),
    ...options,
  });
}

async function listAll(target: Target): Promise<TargetGroup[]> {
  const all: TargetGroup[] = [];
  for await (const groups of target.listGroups()) all.push(...groups);
  return all;
}

describe.each(['v1', 'v2'])('groups of the simulated organisation through %s', (version) => {
  let slack: SlackSimulator;
  let target: Target;
  let ids: readonly string[];
  /** `ids`, by number. */
  const people = (...numbers: readonly number[]): string[] => numbers.map((number) => ids[number] ?? '');
  const seedPeople = (count: number, from = 0): string[] =>
    Array.from({ length: count }, (_, index) => `p${index + from}`).map(
      (userName) => slack.workspace.seedUser({ userName, email: `${userName}@example.com` }).id,
    );

  beforeAll(async () => {
    slack = await startSlackSimulator();
    target = createTarget(slack.url, version);
    ids = seedPeople(6);
  });
  afterAll(() => slack.close());
  afterEach(() => {
    for (const { id } of slack.workspace.groups.all()) slack.workspace.groups.delete(id);
  });

  it('are created, read, found by name without case, and deleted', async () => {
    const created = await target.createGroup({ displayName: ' Ops "East" ', memberIds: people(0, 1) });
    expect(created).toEqual({ slackId: created.slackId, displayName: 'Ops "East"', memberIds: people(0, 1) });
    await target.createGroup({ displayName: 'Ops', memberIds: [] });
    expect(await target.readGroup(created.slackId)).toEqual(created);
    expect(await target.findGroups('ops "EAST"')).toEqual([created]);
    expect(await target.findGroups('Op')).toEqual([]);
    await target.deleteGroup(created.slackId);
    expect(await target.readGroup(created.slackId)).toBeUndefined();
    await expect(target.deleteGroup(created.slackId)).rejects.toMatchObject({ class: 'gone', code: 'no_such_group' });
  });

  it('get a name, members and fewer members in one request', async () => {
    const { slackId } = await target.createGroup({ displayName: 'Ops', memberIds: people(0, 1, 2) });
    const before = slack.requests.length;
    const update = { displayName: 'Operations', add: people(3, 0), remove: people(1, 4) };
    const answer = await target.updateGroup(slackId, update);
    expect(slack.requests.slice(before).map(({ method }) => method)).toEqual(['PATCH']);
    const expected = { slackId, displayName: 'Operations', memberIds: people(0, 2, 3) };
    expect(await target.readGroup(slackId)).toEqual(expected);
    // SCIM 1.1 answers a PATCH of a group with nothing.
    expect(answer).toEqual(version === 'v1' ? undefined : expected);
  });

  it('can be emptied', async () => {
    const { slackId } = await target.createGroup({ displayName: 'Ops', memberIds: people(0, 1, 2) });
    await target.updateGroup(slackId, { add: [], remove: people(0, 1, 2) });
    expect((await target.readGroup(slackId))?.memberIds).toEqual([]);
  });

  it('are left alone by an empty update', async () => {
    const { slackId } = await target.createGroup({ displayName: 'Ops', memberIds: [] });
    const before = slack.requests.length;
    expect(await target.updateGroup(slackId, { add: [], remove: [] })).toBeUndefined();
    expect(slack.requests).toHaveLength(before);
  });

  it('grow and shrink by 5,000 members a request', async () => {
    const many = seedPeople(6001, 100);
    const { slackId, memberIds } = await target.createGroup({ displayName: 'All', memberIds: many });
    expect(memberIds).toEqual(many);
    const before = slack.requests.length;
    await target.updateGroup(slackId, { add: [], remove: many.slice(1) });
    expect(slack.requests.slice(before).map(({ method }) => method)).toEqual(['PATCH', 'PATCH']);
    expect((await target.readGroup(slackId))?.memberIds).toEqual(many.slice(0, 1));
  });

  it('are listed completely', async () => {
    const seeded = Array.from(
      { length: 1001 },
      (_, index) => slack.workspace.groups.seed({ displayName: `G${index}` }).id,
    );
    const before = slack.requests.length;
    expect((await listAll(target)).map(({ slackId }) => slackId)).toEqual(seeded);
    expect(slack.requests).toHaveLength(before + 2);
  });

  it('tell what is wrong with them', async () => {
    await target.createGroup({ displayName: 'Ops', memberIds: [] });
    const gone = slack.workspace.seedUser({ userName: 'gone', email: 'gone@example.com', active: false }).id;
    const memberIds: string[] = [];
    for (const [group, expected] of [
      [
        { displayName: 'OPS', memberIds },
        { class: 'conflict', code: 'name_already_exists' },
      ],
      [
        { displayName: 'A', memberIds: ['U0000000000'] },
        { class: 'invalid', code: 'no_such_group_members' },
      ],
      [
        { displayName: 'B', memberIds: [gone] },
        { class: 'invalid', code: 'unable_to_add_deleted_or_guest_to_group' },
      ],
    ] as const) {
      await expect(target.createGroup(group)).rejects.toMatchObject(expected);
    }
    slack.workspace.editUser(gone, { userName: 'gone.too', primaryEmail: 'gone.too@example.com' });
    await expect(target.updateGroup('S0000000000', { displayName: 'x', add: [], remove: [] })).rejects.toMatchObject({
      class: 'gone',
    });
  });

  it('keep two changes apart that come at once, where Slack would refuse the second', async () => {
    const { slackId } = await target.createGroup({ displayName: 'Ops', memberIds: [] });
    slack.faults.writeDelayMs = 5;
    await Promise.all(people(0, 1, 2).map((id) => target.updateGroup(slackId, { add: [id], remove: [] })));
    slack.faults.writeDelayMs = 0;
    expect((await target.readGroup(slackId))?.memberIds).toEqual(people(0, 1, 2));
  });

  it('say that a creation may have happened when its answer is lost, and are found then', async () => {
    slack.faults.dropAnswers = 1;
    const group = { displayName: 'Ops', memberIds: people(0) };
    await expect(target.createGroup(group)).rejects.toMatchObject({ class: 'retry', lostAnswer: true });
    expect(await target.findGroups('Ops')).toMatchObject([group]);
  });
});

describe('answers about groups', () => {
  let server: ScriptedServer | undefined;
  let target: Target;
  const ops = { id: 'S1', displayName: 'Ops', members: [{ value: 'U1' }, { value: 'U2' }] };
  const ok = (body: object, status = 200): LocalResponse => ({ status, body });
  const page = (totalResults: number, ...Resources: object[]): LocalResponse => ok({ totalResults, Resources });
  const refusal = (status: number, detail: string): LocalResponse => ({
    status,
    headers: { 'retry-after': '7' },
    body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], detail, status },
  });
  const manyIds = Array.from({ length: 5001 }, (_, index) => `U${index}`);

  async function setUp(answers: readonly LocalResponse[], options: Partial<SlackTargetOptions> = {}) {
    const running = await startScript(answers);
    server = running;
    const pacer = recordingPacer();
    target = createTarget(running.url, 'v2', { pacer, ...options });
    return { received: running.received, pacer };
  }
  beforeEach(() => {
    server = undefined;
  });
  afterEach(() => server?.close());

  it('are asked for within the limits of their own', async () => {
    const { pacer, received } = await setUp([
      ok(ops),
      page(1, ops),
      ok(ops, 201),
      ok(ops),
      { status: 204 },
      page(1, ops),
    ]);
    await target.readGroup('S1');
    await target.findGroups('Ops');
    await target.createGroup({ displayName: ' Ops ', memberIds: [] });
    await target.updateGroup('S1', { displayName: ' Ops ', add: ['U1'], remove: [] });
    await target.deleteGroup('S1');
    await listAll(target);
    expect(pacer.acquired).toEqual([
      'readGroup',
      'listGroups',
      'createGroup',
      'updateGroup',
      'deleteGroup',
      'listGroups',
    ]);
    expect(received.filter(({ body }) => JSON.stringify(body)?.includes('"Ops"'))).toHaveLength(2);
  });

  it.each<[string, object, object]>([
    ['an added member is missing', ops, { add: ['U3'] }],
    ['a removed member is there', ops, { remove: ['U2'] }],
    ['the name is the old one', ops, { displayName: 'Operations' }],
    ['there are no members at all', { id: 'S1', displayName: 'Ops' }, { remove: ['U2'] }],
    ['it is no group', { ok: true }, { add: ['U1'] }],
  ])('prove nothing where %s', async (_case, body, update) => {
    await setUp([ok(body)]);
    expect(await target.updateGroup('S1', { add: [], remove: [], ...update })).toBeUndefined();
  });

  it('prove an update that they show', async () => {
    await setUp([ok(ops)]);
    const update = { displayName: 'Ops', add: ['U1', 'U3'], remove: ['U3'] };
    expect(await target.updateGroup('S1', update)).toMatchObject({ slackId: 'S1', memberIds: ['U1', 'U2'] });
  });

  it('to a creation that are no group mean that it may have happened', async () => {
    await setUp([ok({ ok: true }, 201)]);
    await expect(target.createGroup({ displayName: 'Ops', memberIds: [] })).rejects.toMatchObject({
      class: 'retry',
      code: 'UnreadableAnswer',
      lostAnswer: true,
    });
  });

  it.each([
    [429, 'too_many_requests'],
    [400, 'group_member_max_exceeded'],
  ])('to the second request of a creation (HTTP %i) do not hide that the group is there', async (status, code) => {
    const { received } = await setUp([ok(ops, 201), refusal(status, code)]);
    await expect(target.createGroup({ displayName: 'Ops', memberIds: manyIds })).rejects.toMatchObject({
      class: 'retry',
      code,
      existingId: 'S1',
      lostAnswer: true,
    });
    expect(received.map(({ method }) => method)).toEqual(['POST', 'PATCH']);
  });

  it('to the second request of an update tell that the first one changed the group', async () => {
    await setUp([ok(ops), refusal(429, 'resource_locked'), refusal(429, 'resource_locked')]);
    const update = { add: manyIds, remove: [] };
    const failure = { class: 'wait', code: 'resource_locked', until: new Date(virtualClock().ms() + 7000) };
    await expect(target.updateGroup('S1', update)).rejects.toMatchObject({ ...failure, lostAnswer: true });
    await expect(target.updateGroup('S1', update)).rejects.toMatchObject({ ...failure, lostAnswer: false });
  });

  it('that are too large are asked for in halves', async () => {
    const large = { id: 'S1', displayName: 'Large', members: [{ value: 'U'.repeat(5000) }] };
    const { received } = await setUp(
      [page(2, large, ops), page(2, { ...ops, id: 'S2' }), page(2, { ...ops, id: 'S3' })],
      {
        maxAnswerBytes: 4000,
      },
    );
    expect((await listAll(target)).map(({ slackId }) => slackId)).toEqual(['S2', 'S3']);
    expect(received.map(({ path }) => path)).toEqual([
      '/scim/v2/Groups?startIndex=1&count=1000',
      '/scim/v2/Groups?startIndex=1&count=500',
      '/scim/v2/Groups?startIndex=2&count=500',
    ]);
  });
});
