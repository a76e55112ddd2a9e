import { afterEach, describe, expect, it } from 'vitest';
import type { StagedDeletions } from '../../shared/engine/readStatus.ts';
import { eventually, type Scenario, startScenario } from '../support/scenario.ts';

let scenario: Scenario;
afterEach(() => scenario.close());

const mailOf = (index: number) => `person${index}@contoso.example`;
const url = () => `${scenario.stack.functionsUrl}/api/deletions`;

async function decide(body: object): Promise<{ status: number; answer: Record<string, unknown> }> {
  const response = await fetch(url(), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
}

async function list(
  query = '',
): Promise<{ items: { id: string }[]; next: string | null; hold: { runId: string } | null }> {
  return (await fetch(`${url()}${query}`)).json() as ReturnType<typeof list>;
}

async function staged(count: number): Promise<StagedDeletions> {
  return eventually(async () => {
    const { stagedDeletions } = await scenario.status();
    expect(stagedDeletions.pending).toBe(count);
    return stagedDeletions;
  });
}

/** People in a group that is assigned, of whom three may be disabled within a day. */
async function withGroup(count: number): Promise<{ readonly people: readonly string[]; readonly group: string }> {
  scenario = await startScenario({
    configure: (standard) => ({
      ...standard,
      groups: { ...standard.groups, enabled: false },
      safety: { maxDeletions: { count: 3, percent: 0 } },
    }),
  });
  scenario.addPerson({ userPrincipalName: 'stays@contoso.example' });
  const people = Array.from({ length: count }, (_, index) =>
    scenario.addPerson({ userPrincipalName: mailOf(index) }, { assigned: false }),
  );
  const group = scenario.addGroup('Slack users', people);
  scenario.assign(group);
  await scenario.provision();
  return { people, group };
}

const activeCount = (count: number) =>
  Array.from({ length: count }, (_, index) => scenario.account(mailOf(index))?.active).filter(Boolean).length;

describe('a group that is no longer assigned', () => {
  it('stages its members, who are approved or rejected by an administrator, some or all', async () => {
    const { people, group } = await withGroup(6);
    scenario.unassign(group);
    await scenario.runTimer('sweep');
    const { items, runId, since } = await staged(6);
    expect(items.map(({ id }) => id).sort()).toEqual(people.toSorted());
    expect(since).toMatch(/^20/);
    await scenario.idle();
    expect(activeCount(6)).toBe(6);

    const [yes, no] = [people[0] ?? '', people[1] ?? ''];
    expect(await decide({ decision: 'approve', ids: [yes] })).toMatchObject({
      status: 200,
      answer: { decided: 1, pending: 5, unknown: [] },
    });
    await eventually(() => expect(scenario.account(mailOf(0))?.active).toBe(false));
    await decide({ decision: 'reject', ids: [no] });
    expect((await list('?decision=rejected')).items).toMatchObject([{ id: no, decidedBy: 'key' }]);
    expect(await decide({ decision: 'approve', ids: 'all', runId: 'older' })).toMatchObject({
      status: 409,
      answer: { status: 409, code: 'HoldChanged', detail: expect.any(String) },
    });
    expect(await decide({ decision: 'approve', ids: 'all', runId })).toMatchObject({
      status: 200,
      answer: { decided: 4 },
    });
    await eventually(() => expect(activeCount(6)).toBe(1));
    expect(scenario.account(mailOf(1))?.active).toBe(true);
    expect(await staged(0)).toMatchObject({ since: null, runId: null, items: [] });
  });

  it('for a moment only disables nobody', async () => {
    const { group } = await withGroup(5);
    scenario.unassign(group);
    await scenario.runTimer('sweep');
    await staged(5);
    scenario.assign(group);
    await scenario.runTimer('sweep');
    await scenario.idle();
    await scenario.fullCycle();
    expect(activeCount(5)).toBe(5);
    expect(await staged(0)).toMatchObject({ items: [] });
    expect(scenario.slack.requests.filter(({ method }) => method === 'DELETE')).toEqual([]);
  });
});

describe('the list of deletions', () => {
  it('comes page by page, and refuses what it does not understand', async () => {
    const { people, group } = await withGroup(4);
    scenario.unassign(group);
    await scenario.runTimer('sweep');
    await staged(4);
    const first = await list('?limit=3');
    const second = await list(`?limit=3&after=${first.next}`);
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(people.toSorted());
    expect(second.next).toBeNull();
    for (const query of ['?limit=0', '?decision=maybe', '?after=x', '?other=1']) {
      expect((await fetch(`${url()}${query}`)).status, query).toBe(400);
    }
    for (const body of [{ decision: 'approve', ids: 'all' }, { decision: 'approve', ids: ['x'] }, { ids: [] }]) {
      expect((await decide(body)).status, JSON.stringify(body)).toBe(400);
    }
    expect(activeCount(4)).toBe(4);
  });
});
