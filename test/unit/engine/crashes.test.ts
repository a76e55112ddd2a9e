import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Change } from '../../../shared/model/change.ts';
import { type EngineBench, startEngineBench } from '../../support/engineBench.ts';
import { type Death, mortal } from '../../support/mortal.ts';

let bench: EngineBench;
beforeAll(async () => {
  // More people leave here than the deletion guard lets pass; see deletionGuardCrashes.test.ts for that.
  bench = await startEngineBench({ configuration: { safety: { maxDeletions: { count: 10_000 } } } });
});
afterAll(() => bench.close());

const ROLE = { id: '2b84e6c7-91fa-4d3e-b5a0-6f1c7d9e0382', value: 'User', displayName: 'User' };

interface Story {
  /** Brings a person there. */
  readonly begin: (name: string) => Promise<string>;
  readonly change?: Partial<Change>;
  /** What happens in Entra while the worker is dead. */
  readonly meanwhile?: (id: string) => void;
  readonly expected: object;
  /** One of these is in the log. */
  readonly outcomes: readonly string[];
}

const mailOf = (name: string) => `${name}@contoso.example`;
const accountsOf = (name: string) =>
  bench.slack.workspace.users().filter(({ primaryEmail }) => primaryEmail === mailOf(name));

/** Somebody assigned, with a report who waits for them. */
async function joiner(name: string): Promise<string> {
  const id = bench.addPerson({ userPrincipalName: mailOf(name) }, { assigned: false });
  const report = bench.addPerson({ userPrincipalName: mailOf(`${name}-r`) }, { assigned: false });
  bench.graph.directory.setManager(report, id);
  const row = { kind: 'user', roles: [ROLE] } as const;
  await bench.app.scope.put([id, report].map((sourceId) => ({ ...row, sourceId, principalId: sourceId })));
  await bench.notify(report);
  return id;
}

/** Somebody with an account. */
async function member(name: string): Promise<string> {
  const id = await joiner(name);
  await bench.notify(id);
  await bench.drain();
  return id;
}

const STORIES: Readonly<Record<string, Story>> = {
  created: { begin: joiner, expected: { active: true, title: 'Clerk' }, outcomes: ['created', 'adopted'] },
  'created unseen by the cycle': {
    begin: joiner,
    change: { cause: 'full', candidate: null },
    expected: { active: true, title: 'Clerk' },
    outcomes: ['created', 'adopted'],
  },
  'created with a suffix': {
    begin: async (name) => {
      bench.slack.workspace.seedUser({ userName: name, email: `${name}@stranger.example` });
      return joiner(name);
    },
    expected: { active: true, title: 'Clerk' },
    outcomes: ['created', 'adopted'],
  },
  adopted: {
    begin: async (name) => {
      bench.slack.workspace.seedUser({ userName: `old-${name}`, email: mailOf(name), active: false });
      return joiner(name);
    },
    expected: { active: true, title: 'Clerk' },
    outcomes: ['adopted'],
  },
  updated: {
    begin: async (name) => {
      const id = await member(name);
      bench.graph.directory.patchUser(id, { jobTitle: 'Countess', department: 'Analysis' });
      return id;
    },
    expected: { active: true, title: 'Countess' },
    outcomes: ['updated'],
  },
  disabled: {
    begin: async (name) => {
      const id = await member(name);
      bench.graph.directory.patchUser(id, { accountEnabled: false });
      return id;
    },
    expected: { active: false },
    outcomes: ['disabled(AccountDisabled)'],
  },
  'enabled again': {
    begin: async (name) => {
      const id = await member(name);
      bench.graph.directory.patchUser(id, { accountEnabled: false });
      await bench.notify(id);
      bench.graph.directory.patchUser(id, { accountEnabled: true, jobTitle: 'Countess' });
      return id;
    },
    expected: { active: true, title: 'Countess' },
    outcomes: ['updated'],
  },
  'leaves, and is back before the worker is': {
    begin: async (name) => {
      const id = await member(name);
      bench.graph.directory.patchUser(id, { accountEnabled: false });
      return id;
    },
    meanwhile: (id) => bench.graph.directory.patchUser(id, { accountEnabled: true }),
    expected: { active: true, title: 'Clerk' },
    outcomes: ['created', 'adopted'],
  },
  'comes back, and has left before the worker is': {
    begin: async (name) => {
      const id = await member(name);
      bench.graph.directory.patchUser(id, { accountEnabled: false });
      await bench.notify(id);
      bench.graph.directory.patchUser(id, { accountEnabled: true });
      return id;
    },
    meanwhile: (id) => bench.graph.directory.patchUser(id, { accountEnabled: false }),
    expected: { active: false },
    outcomes: ['disabled(AccountDisabled)'],
  },
};

/** How workers die, and whether Service Bus counts those deliveries: it does not when the connection of a session ends. */
interface Crashes {
  readonly deaths: readonly Death[];
  readonly isCounted: boolean;
}

/** Delivers one message to instances that die, each at its own request, and at last to one that lives. */
async function replay(id: string, { change = {}, meanwhile }: Story, { deaths, isCounted }: Crashes): Promise<void> {
  const message = {
    change: { v: 1, kind: 'user', cause: 'notification', attempt: 0, ...change, id } as const,
    messageId: `m-user-${id}-${randomUUID().slice(0, 8)}-0`,
  };
  const deliveryCountOf = (index: number) => (isCounted ? index + 1 : 1);
  for (const [index, death] of deaths.entries()) {
    const on = bench.instance({ around: mortal(death) });
    await bench.deliver(message, { on, deliveryCount: deliveryCountOf(index) }).catch(() => undefined);
  }
  meanwhile?.(id);
  const on = bench.instance();
  await bench.deliver(message, { on, deliveryCount: deliveryCountOf(deaths.length) });
  await bench.drain(on);
}

const crashes = fc.record({
  deaths: fc.array(fc.record({ at: fc.integer({ min: 1, max: 16 }), isCarriedOut: fc.boolean() }), {
    minLength: 1,
    maxLength: 2,
  }),
  isCounted: fc.boolean(),
});

it.each(Object.keys(STORIES))(
  'wherever workers die, the person ends with one account, one anchor, and it is in the log: %s',
  async (title) => {
    const story = STORIES[title] as Story;
    const { begin, expected, outcomes } = story;
    await fc.assert(
      fc.asyncProperty(crashes, async (given) => {
        const name = `p${randomUUID().slice(0, 8)}`;
        const id = await begin(name);
        await replay(id, story, given);
        const [account, ...others] = accountsOf(name);
        expect(others).toEqual([]);
        expect(account).toMatchObject(expected);
        const anchor = await bench.anchor(id);
        expect(anchor).toMatchObject({ slackId: account?.id, active: account?.active, uncertain: false });
        expect(await bench.app.anchors.ownerOf('user', account?.id ?? '')).toBe(id);
        const manager = account?.active ? account.id : null;
        expect(accountsOf(`${name}-r`)[0]?.profile?.managerId).toBe(manager);
        const logged = await bench.outcomes(id);
        expect(
          outcomes.some((outcome) => logged.includes(outcome)),
          logged.join(),
        ).toBe(true);
        if (account?.active) expect(anchor?.snapshot.title).toBe(account.title);
      }),
      { numRuns: 5 },
    );
  },
);

it.each<[string, (id: string) => Promise<unknown>]>([
  ['disabled in Entra', async (id) => bench.graph.directory.patchUser(id, { accountEnabled: false })],
  ['unassigned', async (id) => bench.app.scope.remove(await bench.app.scope.rowsOf('user', id))],
])(
  'an account whose creator died before linking it does not outlive its owner, who is %s meanwhile',
  async (_how, leave) => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 3, max: 14 }), async (at) => {
        const name = `p${randomUUID().slice(0, 8)}`;
        const id = await joiner(name);
        const on = bench.instance({ around: mortal({ at, isCarriedOut: true }) });
        await bench.notify(id, { on }).catch(() => undefined);
        await leave(id);
        await bench.notify(id);
        bench.clock.advance(16 * 60_000);
        await enqueueDueEscrows();
        expect(accountsOf(name).filter(({ active }) => active)).toEqual([]);
        expect(await bench.app.escrows.read('user', id)).toBeUndefined();
      }),
      { numRuns: 12 },
    );
  },
);

/** What the sweep does with escrows, without the rest of it. */
async function enqueueDueEscrows(): Promise<void> {
  for await (const page of bench.app.escrows.due(bench.app.clock.now())) {
    for (const { id } of page) await bench.process({ id, cause: 'retry' });
  }
  await bench.drain();
}
