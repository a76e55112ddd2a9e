import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Change } from '../../../../shared/model/change.ts';
import { type EngineBench, startEngineBench } from '../../../support/engineBench.ts';
import { type Death, mortal } from '../../../support/mortal.ts';

let bench: EngineBench;
let people: readonly string[];

beforeAll(async () => {
  const safety = { maxMemberRemovals: { count: 10_000 } };
  bench = await startEngineBench({ configuration: { safety, groups: { actions: ['create', 'update'] } } });
  // Nothing in Slack keeps a second group of the same name from being made.
  bench.slack.workspace.settings.duplicateGroupNames = 'allow';
  people = ['ada', 'ben', 'cy', 'dee'].map((name) => bench.addPerson({ userPrincipalName: `${name}@contoso.example` }));
  await bench.fullCycle();
});
afterAll(() => bench.close());

const ROLE = { id: '2b84e6c7-91fa-4d3e-b5a0-6f1c7d9e0382', value: 'User', displayName: 'User' };

async function assigned(name: string, members: readonly string[]): Promise<string> {
  const id = bench.addGroup(name, members, { assigned: false });
  await bench.app.scope.put([{ kind: 'group', sourceId: id, principalId: id, roles: [ROLE] }]);
  return id;
}

async function provisioned(name: string, members: readonly string[]): Promise<string> {
  const id = await assigned(name, members);
  await bench.process({ id, kind: 'group', cause: 'notification' });
  await bench.drain();
  return id;
}

interface Story {
  readonly begin: (name: string) => Promise<string>;
  readonly change?: Partial<Change>;
  /** Name and members in the end. */
  readonly expected: (name: string) => readonly [string, readonly string[]];
}

const STORIES: Readonly<Record<string, Story>> = {
  created: { begin: (name) => assigned(name, people.slice(0, 2)), expected: (name) => [name, ['ada', 'ben']] },
  'created unseen by the cycle': {
    begin: (name) => assigned(name, people.slice(0, 2)),
    change: { cause: 'full', candidate: null },
    expected: (name) => [name, ['ada', 'ben']],
  },
  adopted: {
    begin: (name) => {
      bench.slack.workspace.groups.seed({ displayName: name, memberIds: [] });
      return assigned(name, people.slice(0, 2));
    },
    expected: (name) => [name, ['ada', 'ben']],
  },
  'renamed, with one member more and one less': {
    begin: async (name) => {
      const id = await provisioned(name, people.slice(0, 2));
      bench.graph.directory.patchGroup(id, { displayName: `${name} II` });
      bench.graph.directory.removeMembers(id, people.slice(0, 1));
      bench.graph.directory.addMembers(id, people.slice(2, 3));
      return id;
    },
    expected: (name) => [`${name} II`, ['ben', 'cy']],
  },
  'out of scope': {
    begin: async (name) => {
      const id = await provisioned(name, people.slice(0, 2));
      bench.graph.directory.deleteGroup(id);
      return id;
    },
    expected: (name) => [name, []],
  },
};

/** Delivers one message to instances that die, each at its own request, and at last to one that lives. */
async function replay(id: string, { change = {} }: Story, deaths: readonly Death[], isCounted: boolean): Promise<void> {
  const message = {
    change: { v: 1, kind: 'group', cause: 'notification', attempt: 0, ...change, id } as const,
    messageId: `m-group-${id}-${randomUUID().slice(0, 8)}-0`,
  };
  const countOf = (index: number) => (isCounted ? index + 1 : 1);
  for (const [index, death] of deaths.entries()) {
    const on = bench.instance({ around: mortal(death) });
    await bench.deliver(message, { on, deliveryCount: countOf(index) }).catch(() => undefined);
  }
  const on = bench.instance();
  await bench.deliver(message, { on, deliveryCount: countOf(deaths.length) });
  await bench.drain(on);
}

it.each(Object.keys(STORIES))(
  'wherever workers die, there is one group with the right members, and one anchor that knows them: %s',
  async (title) => {
    const story = STORIES[title] as Story;
    const death = fc.record({ at: fc.integer({ min: 1, max: 18 }), isCarriedOut: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(death, { minLength: 1, maxLength: 2 }), fc.boolean(), async (deaths, isCounted) => {
        const name = `Group ${randomUUID().slice(0, 8)}`;
        const id = await story.begin(name);
        await replay(id, story, deaths, isCounted);
        const [expectedName, members] = story.expected(name);
        const groups = bench.slack.workspace.groups.all().filter(({ displayName }) => displayName.startsWith(name));
        expect(groups.map(({ displayName }) => displayName)).toEqual([expectedName]);
        expect(bench.membersOf(expectedName)).toEqual(members);
        const anchor = await bench.anchor(id, 'group');
        expect(anchor).toMatchObject({ slackId: groups[0]?.id, uncertain: false });
        expect(anchor?.members?.written).toHaveLength(members.length);
        expect((await bench.outcomes(id)).length).toBeGreaterThan(0);
      }),
      { numRuns: Number(process.env.CRASH_RUNS ?? 6) },
    );
  },
);
