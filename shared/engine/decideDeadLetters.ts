import { isProvisioningError } from '../errors/provisioningError.ts';
import { type Change, messageIdOf } from '../model/change.ts';
import type { DeadLetter } from '../model/deadLetter.ts';
import type { EngineDependencies } from './dependencies.ts';

export interface DeadLetterOrder {
  readonly decision: 'putBack' | 'dismiss';
  /** Ids of dead letters, or all that are open. */
  readonly ids: readonly string[] | 'all';
  /** Who decides, for the record. */
  readonly decidedBy: string;
}

export interface DeadLetterAnswer {
  readonly decided: number;
  /** Ids of messages that this version of the app cannot read either, and so cannot put back. */
  readonly unreadable: readonly string[];
  /** Ids of which there is no dead letter. */
  readonly unknown: readonly string[];
}

/**
 * Puts dead-lettered messages back into the queue, or dismisses them. The worker looks at the object as it is by then, so that
 * a message that is put back twice does no harm.
 * @param parseChange rejects with ProvisioningError `invalid` for a text that is no change
 */
export async function decideDeadLetters(
  { decision, ids, decidedBy }: DeadLetterOrder,
  parseChange: (body: unknown) => Promise<Change>,
  { deadLetters, queue, clock, logger }: EngineDependencies,
): Promise<DeadLetterAnswer> {
  const wanted = ids === 'all' ? undefined : new Set(ids);
  const chosen: DeadLetter[] = [];
  for await (const page of deadLetters.list(wanted ? {} : { state: 'open' })) {
    chosen.push(...page.filter(({ id }) => wanted?.delete(id) ?? true));
  }
  const unknown = [...(wanted ?? [])];
  const now = clock.now();
  const settled = { settledAt: now.toISOString(), settledBy: decidedBy };
  if (decision === 'dismiss') {
    const state = 'dismissed';
    await deadLetters.settle(idsOf(chosen), { state, ...settled });
    return { decided: chosen.length, unreadable: [], unknown };
  }

  const read = await Promise.all(
    chosen.map(async (letter) => ({ letter, change: await readChange(letter, parseChange) })),
  );
  const source = `b-${now.getTime().toString(36)}`;
  const messages = read.flatMap(({ change }) => (change ? [{ change, messageId: messageIdOf(change, source) }] : []));
  await queue.send(messages);
  await deadLetters.settle(idsOf(read.flatMap(({ letter, change }) => (change ? letter : []))), {
    state: 'putBack',
    ...settled,
  });
  logger.warn(`${messages.length} dead-lettered messages were put back.`);
  return {
    decided: messages.length,
    unreadable: idsOf(read.flatMap(({ letter, change }) => (change ? [] : letter))),
    unknown,
  };
}

/** What the message was about, looked at afresh: nothing that was known when it was sent holds any more. */
async function readChange(
  { body }: DeadLetter,
  parseChange: (body: unknown) => Promise<Change>,
): Promise<Change | undefined> {
  try {
    const { v, kind, id } = await parseChange(body);
    return { v, kind, id, cause: 'retry', attempt: 0 };
  } catch (error) {
    if (isProvisioningError(error, 'invalid')) return undefined;
    throw error;
  }
}

function idsOf(letters: readonly DeadLetter[]): readonly string[] {
  return letters.map(({ id }) => id);
}
