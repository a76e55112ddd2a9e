import { expect, it } from 'vitest';
import type { EngineDependencies } from '../../../shared/engine/dependencies.ts';
import { enqueueCycle } from '../../../shared/engine/enqueueCycle.ts';
import type { OutgoingChange } from '../../../shared/ports/changeQueue.ts';

it('a cycle is spaced from the moment its messages are sent, however long registering its objects took', async () => {
  let now = Date.parse('2026-01-01T00:00:00Z');
  const sent: { readonly messages: readonly OutgoingChange[]; readonly at: number }[] = [];
  const dependencies = {
    clock: { now: () => new Date(now) },
    permittedPerSecond: () => 10,
    cycles: {
      expect: async () => {
        now += 5_000;
      },
    },
    queue: {
      send: async (messages: readonly OutgoingChange[]) => {
        sent.push({ messages, at: now });
      },
    },
  } as unknown as EngineDependencies;
  const lease = { check: () => {} };
  const creations = Array.from({ length: 40 }, (_, index) => ({
    id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    managerId: null,
  }));
  const nothing = { removals: [], updates: [], excluded: [] };
  const groups = { scanned: 0, creations: [], ...nothing };
  await enqueueCycle('c1', { ...nothing, creations, groups }, lease, dependencies);
  expect(sent.flatMap(({ messages }) => messages)).toHaveLength(40);
  for (const { messages, at } of sent) {
    const overdue = messages.filter((message) => (message.at?.getTime() ?? 0) < at);
    expect(overdue).toHaveLength(0);
  }
});
