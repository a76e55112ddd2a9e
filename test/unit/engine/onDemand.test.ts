import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { rehearseObject } from '../../../shared/engine/onDemand/rehearseObject.ts';
import { syncAssignments } from '../../../shared/engine/syncAssignments.ts';
import { newRequest, type OnDemandRequest } from '../../../shared/model/onDemand.ts';
import { type EngineBench, mappingsWith, startEngineBench } from '../../support/engineBench.ts';

let bench: EngineBench;
afterEach(() => bench.close());

const MAIL = 'ada@contoso.example';
const TITLE = { target: 'title', source: 'Redact([jobTitle])' };

/** Every state of the request that was written, in order. */
function watchRequest(): { readonly requestId: string; readonly states: OnDemandRequest[] } {
  const [requestId, states] = [randomUUID(), [] as OnDemandRequest[]];
  const { onDemand } = bench.app;
  const put = onDemand.put.bind(onDemand);
  Object.assign(onDemand, {
    put: async (request: OnDemandRequest) => {
      states.push(request);
      await put(request);
    },
  });
  return { requestId, states };
}

async function provisionNow(id: string, requestId: string): Promise<OnDemandRequest | undefined> {
  const at = bench.clock.now().toISOString();
  await bench.app.onDemand.put(newRequest({ requestId, kind: 'user', id, requestedAt: at, requestedBy: 'ada' }));
  await bench.process({ id, cause: 'onDemand', requestId });
  return bench.app.onDemand.read(requestId);
}

describe('provisioning on demand', () => {
  it('shows the steps as they happen, each state holding those before it, and ends with the outcome', async () => {
    bench = await startEngineBench();
    const id = bench.addPerson({ userPrincipalName: MAIL });
    await bench.fullCycle();
    bench.graph.directory.patchUser(id, { jobTitle: 'Countess' });
    const { requestId, states } = watchRequest();
    const request = await provisionNow(id, requestId);
    expect(request).toMatchObject({ state: 'done', outcome: 'updated', requestedBy: 'ada', displayName: 'ada' });
    expect(request?.modifiedProperties).toEqual([{ name: 'title', old: 'Clerk', new: 'Countess' }]);
    const counts = states.map(({ steps }) => steps.length);
    expect(counts).toEqual(counts.toSorted((one, other) => one - other));
    expect(states.map(({ state }) => state)).toEqual(['queued', ...states.slice(1, -1).map(() => 'running'), 'done']);
    expect(states.some(({ state, steps }) => state === 'running' && steps.length > 0)).toBe(true);
  });

  it('says why it waits, and goes on by itself', async () => {
    bench = await startEngineBench();
    const id = bench.addPerson({ userPrincipalName: MAIL });
    await bench.fullCycle();
    bench.graph.faults.serverErrors.probability = 1;
    const { requestId } = watchRequest();
    const waiting = await provisionNow(id, requestId);
    expect(waiting).toMatchObject({ state: 'waiting', outcome: null, note: expect.stringMatching(/tried again/u) });
    bench.graph.faults.serverErrors.probability = 0;
    bench.clock.advance(3_600_000);
    await bench.drain();
    expect(await bench.app.onDemand.read(requestId)).toMatchObject({ state: 'done', outcome: 'unchanged' });
  });

  it('ends when the job was stopped meanwhile, and says so', async () => {
    bench = await startEngineBench();
    const id = bench.addPerson({ userPrincipalName: MAIL });
    await bench.fullCycle();
    await bench.app.gate.pause('somebody');
    const { requestId } = watchRequest();
    expect(await provisionNow(id, requestId)).toMatchObject({
      state: 'done',
      outcome: 'skipped',
      code: 'JobNotActive',
    });
  });

  it('keeps what is redacted out of the request, too', async () => {
    bench = await startEngineBench({ configuration: { users: mappingsWith(TITLE) } });
    const id = bench.addPerson({ userPrincipalName: MAIL, jobTitle: 'Secret agent' });
    await bench.fullCycle();
    bench.graph.directory.patchUser(id, { jobTitle: 'Top secret agent' });
    const { requestId, states } = watchRequest();
    expect(await provisionNow(id, requestId)).toMatchObject({ outcome: 'updated' });
    const rehearsed = await rehearseObject('user', id, bench.app);
    expect(JSON.stringify([states, rehearsed])).not.toMatch(/secret agent/iu);
  });

  it('does not stop because its progress cannot be written', async () => {
    bench = await startEngineBench();
    const id = bench.addPerson({ userPrincipalName: MAIL });
    await bench.fullCycle();
    bench.graph.directory.patchUser(id, { jobTitle: 'Countess' });
    Object.assign(bench.app.onDemand, { put: () => Promise.reject(new Error('no table')) });
    await bench.process({ id, cause: 'onDemand', requestId: randomUUID() });
    expect(bench.account(MAIL)?.title).toBe('Countess');
  });
});

describe('a dry run', () => {
  const writes = () => bench.slack.requests.filter(({ method }) => method !== 'GET').length;

  it.each<[string, (id: string) => void, object]>([
    ['an update', (id) => bench.graph.directory.patchUser(id, { jobTitle: 'Countess' }), { outcome: 'updated' }],
    ['a disabling', (id) => bench.graph.directory.patchUser(id, { accountEnabled: false }), { outcome: 'disabled' }],
  ])('tells %s, and neither Slack nor any table changes', async (_what, change, expected) => {
    bench = await startEngineBench();
    const id = bench.addPerson({ userPrincipalName: MAIL });
    await bench.fullCycle();
    change(id);
    const before = [writes(), await bench.app.anchors.read('user', id), await bench.outcomes(id)];
    expect(await rehearseObject('user', id, bench.app)).toMatchObject({ state: 'done', ...expected });
    expect([writes(), await bench.app.anchors.read('user', id), await bench.outcomes(id)]).toEqual(before);
  });

  it('finds a name that somebody else has, as the real one would', async () => {
    bench = await startEngineBench();
    bench.addPerson({ userPrincipalName: 'first@contoso.example' });
    await bench.fullCycle();
    bench.slack.workspace.seedUser({ userName: 'ada', email: 'ada@stranger.example' });
    const id = bench.addPerson({ userPrincipalName: MAIL });
    await syncAssignments('none', bench.app);
    const { modifiedProperties, slackId } = await rehearseObject('user', id, bench.app);
    const name = modifiedProperties.find(({ name: target }) => target === 'userName')?.new;
    expect([name, slackId]).toEqual([expect.stringMatching(/^ada.+/u), undefined]);
  });
});
