import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { previewCycle } from '../../../shared/engine/preview/previewCycle.ts';
import type { Preview } from '../../../shared/model/preview.ts';
import { type EngineBench, mappingsWith, startEngineBench } from '../../support/engineBench.ts';

let bench: EngineBench;
let isOpen = false;
async function start(options?: Parameters<typeof startEngineBench>[0]): Promise<void> {
  bench = await startEngineBench(options);
  isOpen = true;
}
async function close(): Promise<void> {
  if (isOpen) await bench.close();
  isOpen = false;
}
afterEach(close);

const FAR = new Date('2100-01-01');
const mailOf = (name: string) => `${name}@contoso.example`;
const add = (name: string, more: object = {}, assigned = true) =>
  bench.addPerson({ userPrincipalName: mailOf(name), ...more }, { assigned });

const preview = (on = bench.app): Promise<Preview> => previewCycle(on, FAR);
const documents = async () => ({ ...(await bench.app.job.readAll()), budgets: undefined });
const outcomesIn = ({ items }: Preview) =>
  Object.fromEntries(
    items.map(({ userPrincipalName, displayName, outcome, code }) => [
      userPrincipalName ?? displayName,
      code ? `${outcome}(${code})` : outcome,
    ]),
  );

describe('a preview', () => {
  it('tells for everybody what a full cycle would do, with the changes, and does nothing of it', async () => {
    await start({
      configuration: { users: mappingsWith({ target: 'title', source: 'Redact([jobTitle])' }) },
    });
    const [leaver, mover] = [add('leaver'), add('mover')];
    add('same');
    await bench.fullCycle();
    bench.unassign(leaver);
    bench.graph.directory.patchUser(mover, { jobTitle: 'Countess', city: 'Paris' });
    bench.slack.workspace.seedUser({ userName: 'known', email: mailOf('known'), title: 'Clerk' });
    add('known');
    add('joiner');
    add('at', { displayName: 'at@work' });
    add('off', { accountEnabled: false });
    add('outsider', {}, false);

    const before = await documents();
    const sent = bench.queue.sent.length;
    let shown: Preview | undefined;
    const calls = await bench.calls(async () => {
      shown = await preview();
    });
    expect(calls.slack.filter((call) => !call.startsWith('GET'))).toEqual([]);
    expect(calls.graph.filter((call) => !/^(GET|POST .*\$batch)/.test(call))).toEqual([]);
    // Reading Slack takes from the budgets, a document of the job.
    expect(calls.tables.filter((call) => !call.startsWith('GET') && call !== 'PUT job')).toEqual([]);
    expect(await documents()).toEqual(before);
    expect(bench.queue.sent).toHaveLength(sent);

    expect(outcomesIn(shown as Preview)).toEqual({
      [mailOf('leaver')]: 'disabled(NotEffectivelyEntitled)',
      [mailOf('mover')]: 'updated',
      [mailOf('known')]: 'adopted',
      [mailOf('joiner')]: 'created',
      [mailOf('at')]: 'skipped(AttributeValidationFailed)',
      [mailOf('off')]: 'skipped(AccountDisabled)',
    });
    expect(shown?.items.find(({ outcome }) => outcome === 'updated')?.modifiedProperties).toEqual([
      { name: 'addresses[type eq "untyped"].locality', old: null, new: 'Paris' },
      { name: 'title', old: '[Redact]', new: '[Redact]' },
    ]);
    expect(shown?.items.find(({ outcome }) => outcome === 'created')).not.toHaveProperty('slackId');
    expect(shown?.summary).toMatchObject({
      scanned: 8,
      created: 1,
      adopted: 1,
      updated: 1,
      disabled: 1,
      skipped: 2,
      failed: 0,
      notLookedAt: 0,
    });
    expect(shown?.summary.updatesByAttribute).toMatchObject({ title: 1, 'addresses[type eq "untyped"].locality': 1 });

    await bench.fullCycle();
    expect(bench.account(mailOf('leaver'))?.active).toBe(false);
    expect(bench.account(mailOf('joiner'))?.active).toBe(true);
  });

  it('of another configuration shows what would change under it, the deletion guard included', async () => {
    await start({ configuration: { safety: { maxDeletions: { count: 1, percent: 0 } } } });
    for (const name of ['ada', 'ben', 'cy']) add(name, { city: name === 'ada' ? 'Paris' : 'Rome' });
    await bench.fullCycle();
    const edited = bench.instance({
      configuration: {
        safety: { maxDeletions: { count: 1, percent: 0 } },
        users: {
          ...mappingsWith({ target: 'title', source: 'Append([jobTitle], " II")' }),
          filters: [{ name: 'Paris', clauses: [{ attribute: 'city', operator: 'EQUALS', value: 'Paris' }] }],
        },
      },
    });
    const shown = await preview(edited);
    expect(outcomesIn(shown)).toEqual({
      [mailOf('ada')]: 'updated',
      [mailOf('ben')]: 'staged(OutOfScope)',
      [mailOf('cy')]: 'staged(OutOfScope)',
    });
    expect(shown.items.find(({ outcome }) => outcome === 'updated')?.modifiedProperties).toEqual([
      { name: 'title', old: 'Clerk', new: 'Clerk II' },
    ]);
    expect(outcomesIn(await preview())).toEqual({});
    expect(await bench.app.deletions.read('user', shown.items[0]?.id ?? '')).toBeUndefined();
  });

  it('tells what becomes of groups, with members who would only be created, and writes nothing', async () => {
    await start();
    const [ada, ben] = [add('ada'), add('ben')];
    const staff = bench.addGroup('Staff', [ada]);
    const gone = bench.addGroup('Gone', [ada]);
    await bench.fullCycle();
    bench.slack.workspace.groups.seed({ displayName: 'By hand', memberIds: [bench.account(mailOf('ben'))?.id ?? ''] });
    bench.addGroup('By hand', [ada]);
    bench.addGroup('New', [add('cy')]);
    bench.graph.directory.patchGroup(staff, { displayName: 'Crew' });
    bench.graph.directory.addMembers(staff, [ben]);
    bench.graph.directory.deleteGroup(gone);
    const before = bench.slack.requests.length;
    const shown = await preview();
    expect(outcomesIn(shown)).toEqual({
      [mailOf('cy')]: 'created',
      Crew: 'updated',
      'By hand': 'adopted',
      New: 'created',
      Gone: 'disabled(SoftDeleted)',
    });
    const changesOf = (name: string) => shown.items.find(({ displayName }) => displayName === name)?.modifiedProperties;
    const idOf = (name: string) => bench.account(mailOf(name))?.id ?? '';
    expect(changesOf('Crew')).toEqual([
      { name: 'displayName', old: 'Staff', new: 'Crew' },
      { name: 'members', old: null, new: [idOf('ben')] },
    ]);
    expect(changesOf('By hand')).toEqual([
      { name: 'members', old: null, new: [idOf('ada')] },
      { name: 'members', old: [idOf('ben')], new: null },
    ]);
    expect(bench.slack.requests.slice(before).every(({ method }) => method === 'GET')).toBe(true);
    await bench.fullCycle();
    expect(outcomesIn(await preview())).toEqual({});
    expect(bench.membersOf('Crew')).toEqual(['ada', 'ben']);
  });

  it('knows people who are in scope through a group that was assigned a moment ago', async () => {
    await start();
    const id = add('member', {}, false);
    const { id: groupId } = bench.graph.directory.addGroup(
      { displayName: 'Staff', mailEnabled: false, mailNickname: 'staff', securityEnabled: true },
      [id],
    );
    bench.assign(groupId);
    expect(outcomesIn(await preview())).toEqual({ [mailOf('member')]: 'created', Staff: 'created' });
    expect(await bench.app.scope.rowsOf('user', id)).toEqual([]);
  });

  it('gives two people with the same user name different ones, as the cycle would', async () => {
    await start();
    bench.addPerson({ userPrincipalName: 'sam@contoso.example' });
    bench.addPerson({ userPrincipalName: 'sam@fabrikam.example' });
    const names = (await preview()).items.map(
      ({ modifiedProperties }) => modifiedProperties.find(({ name }) => name === 'userName')?.new,
    );
    expect(names.sort()).toEqual(['sam', 'sam2']);
  });

  it('that runs out of time says how many it has not looked at', async () => {
    await start();
    for (const name of ['ada', 'ben']) add(name);
    const { summary, items } = await previewCycle(bench.app, new Date(0));
    expect({ items, notLookedAt: summary.notLookedAt }).toEqual({ items: [], notLookedAt: 2 });
  });

  it('ends with the fault when Slack cannot be listed', async () => {
    await start();
    Object.assign(bench.slack.faults.serverErrors, { probability: 1 });
    await expect(preview()).rejects.toMatchObject({ class: 'retry' });
  });
});

describe('what a preview says', () => {
  const person = fc.record({
    assigned: fc.boolean(),
    enabled: fc.boolean(),
    inSlack: fc.constantFrom('no', 'active', 'inactive'),
    provisioned: fc.boolean(),
    title: fc.constantFrom('Clerk', 'Countess', null),
    mail: fc.boolean(),
  });

  it('is what the cycle after it logs, whatever the situation', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(person, { minLength: 1, maxLength: 6 }), async (people) => {
        await start({ configuration: { safety: { maxDeletions: { count: 2, percent: 0 } } } });
        try {
          const ids = people.map(({ provisioned }, index) => add(`p${index}`, {}, provisioned));
          await bench.fullCycle();
          for (const [index, { assigned, enabled, inSlack, provisioned, title, mail }] of people.entries()) {
            const id = ids[index] as string;
            if (assigned !== provisioned) assigned ? bench.assign(id) : bench.unassign(id);
            const email = mailOf(`p${index}`);
            bench.graph.directory.patchUser(id, {
              accountEnabled: enabled,
              jobTitle: title,
              mail: mail ? email : null,
            });
            if (!provisioned && inSlack !== 'no')
              bench.slack.workspace.seedUser({ userName: `p${index}`, email, active: inSlack === 'active' });
          }
          const shown = await preview();
          const before = new Map(await Promise.all(ids.map(async (id) => [id, (await bench.log(id)).length] as const)));
          await bench.fullCycle();
          for (const id of ids) {
            const logged = (await bench.log(id)).slice(before.get(id)).at(-1);
            const item = shown.items.find((one) => one.id === id);
            // An initial cycle alone explains why somebody is left out.
            if (!logged && item?.outcome === 'skipped') continue;
            expect([id, item?.outcome, item?.code, item?.modifiedProperties ?? []]).toEqual([
              id,
              logged?.type,
              logged?.code,
              logged?.modifiedProperties ?? [],
            ]);
          }
        } finally {
          await close();
        }
      }),
      { numRuns: 6 },
    );
  });
});
