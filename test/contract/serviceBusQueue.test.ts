import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AcceptedSession, Consumer } from '../../infra/local/serviceBus/queue/consumer.ts';
import { Queue } from '../../infra/local/serviceBus/queue/queue.ts';
import { completeDefinition, type QueueDefinition } from '../../infra/local/serviceBus/queue/queueDefinition.ts';
import type { NewMessage, QueueMessage } from '../../infra/local/serviceBus/queue/queueMessage.ts';

const MINUTE = 60_000;

function queueWith(definition: Omit<QueueDefinition, 'name'> = {}) {
  const clock = { now: 1_000_000 };
  let tokens = 0;
  const queue = new Queue(completeDefinition({ name: 'q', ...definition }), {
    now: () => clock.now,
    changed: () => {},
    newLockToken: () => `token-${++tokens}`,
  });
  const pass = (ms: number) => {
    clock.now += ms;
    queue.runDue();
  };
  return { queue, clock, pass };
}

function message(messageId: string, more: Partial<NewMessage> = {}): NewMessage {
  return { messageId, content: {}, applicationProperties: {}, ...more };
}

const inSession = (sessionId: string, ...ids: string[]) => ids.map((id) => message(id, { sessionId }));

class Recorder implements Consumer {
  readonly name: string;
  readonly mode: Consumer['mode'];
  readonly got: { id: string; token: string; deliveryCount: number; message: QueueMessage }[] = [];
  lost = false;
  granted: AcceptedSession | undefined;
  timedOut = false;

  constructor(name = 'link', mode: Consumer['mode'] = 'peekLock') {
    this.name = name;
    this.mode = mode;
  }

  deliver = (delivered: QueueMessage) => {
    const { messageId: id, lock, deliveryCount } = delivered;
    this.got.push({ id, token: lock?.token ?? '', deliveryCount, message: delivered });
  };
  sessionLost = () => {
    this.lost = true;
  };

  ids() {
    return this.got.map(({ id }) => id);
  }

  tokenOf(id: string) {
    return this.got.findLast((entry) => entry.id === id)?.token ?? 'never delivered';
  }

  waitIn(queue: Queue, ms: number) {
    queue.acceptNextSession(
      {
        consumer: this,
        granted: (session) => {
          this.granted = session;
        },
        timedOut: () => {
          this.timedOut = true;
        },
      },
      ms,
    );
    return this;
  }
}

const condition = (name: string) => expect.objectContaining({ condition: name });

describe('a queue without sessions', () => {
  it('delivers in the order of sequence numbers, as far as credit goes', () => {
    const { queue } = queueWith();
    const consumer = new Recorder();
    queue.enqueue([message('a'), message('b'), message('c')]);
    queue.setCredit(consumer, 2);
    expect(consumer.ids()).toEqual(['a', 'b']);
    expect(consumer.got.map((entry) => entry.message.sequenceNumber)).toEqual([1, 2]);
  });

  it('shares messages between consumers in turn', () => {
    const { queue } = queueWith();
    const [first, second] = [new Recorder('1'), new Recorder('2')];
    queue.setCredit(first, 5);
    queue.setCredit(second, 5);
    queue.enqueue(['a', 'b', 'c', 'd'].map((id) => message(id)));
    expect([first.ids(), second.ids()]).toEqual([
      ['a', 'c'],
      ['b', 'd'],
    ]);
  });

  it('serves an abandoned message again at once, before later ones, with the delivery counted and properties changed', () => {
    const { queue } = queueWith();
    const consumer = new Recorder();
    queue.enqueue([message('a', { applicationProperties: { kept: 1 } }), message('b')]);
    queue.setCredit(consumer, 1);
    queue.settle(consumer.tokenOf('a'), { type: 'abandon', properties: { tries: 1 } });
    queue.setCredit(consumer, 1);
    expect(consumer.ids()).toEqual(['a', 'a']);
    expect(consumer.got[1]).toMatchObject({
      deliveryCount: 1,
      message: { applicationProperties: { kept: 1, tries: 1 } },
    });
  });

  it('serves a message again when its lock has run out, and refuses the old lock', () => {
    const { queue, pass } = queueWith({ lockDurationMs: MINUTE });
    const consumer = new Recorder();
    queue.enqueue([message('a')]);
    queue.setCredit(consumer, 1);
    const stale = consumer.tokenOf('a');
    queue.setCredit(consumer, 1);
    pass(MINUTE - 1);
    expect(consumer.ids()).toEqual(['a']);
    pass(1);
    expect(consumer.got.map(({ deliveryCount }) => deliveryCount)).toEqual([0, 1]);
    expect(() => queue.settle(stale, { type: 'complete' })).toThrow(condition('com.microsoft:message-lock-lost'));
  });

  it('keeps a renewed lock for another lock duration', () => {
    const { queue, clock, pass } = queueWith({ lockDurationMs: MINUTE });
    const consumer = new Recorder();
    queue.enqueue([message('a')]);
    queue.setCredit(consumer, 2);
    pass(MINUTE / 2);
    expect(queue.renewLock(consumer.tokenOf('a'))).toBe(clock.now + MINUTE);
    pass(MINUTE - 1);
    queue.settle(consumer.tokenOf('a'), { type: 'complete' });
    pass(MINUTE);
    expect(consumer.ids()).toEqual(['a']);
  });

  it('dead-letters a message at its last permitted failed delivery, whether abandoned or lapsed', () => {
    const { queue, pass } = queueWith({ maxDeliveryCount: 2, lockDurationMs: MINUTE });
    const consumer = new Recorder();
    queue.enqueue([message('a')]);
    queue.setCredit(consumer, 9);
    queue.settle(consumer.tokenOf('a'), { type: 'abandon' });
    pass(MINUTE);
    expect(consumer.ids()).toEqual(['a', 'a']);
    expect(queue.depth()).toMatchObject({ active: 0, deadLetter: 1 });
    expect(queue.deadLetters?.peek(0, 1)[0]?.applicationProperties).toMatchObject({
      DeadLetterReason: 'MaxDeliveryCountExceeded',
    });
  });

  it('keeps messages of a closed consumer locked until their lock runs out', () => {
    const { queue, pass } = queueWith({ lockDurationMs: MINUTE });
    const [gone, other] = [new Recorder('gone'), new Recorder('other')];
    queue.enqueue([message('a')]);
    queue.setCredit(gone, 1);
    queue.release(gone);
    queue.setCredit(other, 1);
    expect(other.ids()).toEqual([]);
    pass(MINUTE);
    expect(other.ids()).toEqual(['a']);
  });

  it('forgets a message that was received and deleted', () => {
    const { queue } = queueWith();
    const consumer = new Recorder('link', 'receiveAndDelete');
    queue.enqueue([message('a')]);
    queue.setCredit(consumer, 1);
    expect(consumer.got).toMatchObject([{ id: 'a', token: '' }]);
    expect(queue.depth()).toMatchObject({ active: 0 });
  });

  it('never dead-letters out of the dead-letter queue', () => {
    const { queue } = queueWith({ maxDeliveryCount: 1 });
    const [consumer, reader] = [new Recorder(), new Recorder('dlq')];
    queue.enqueue([message('a')]);
    queue.setCredit(consumer, 1);
    queue.settle(consumer.tokenOf('a'), { type: 'deadLetter', reason: 'r', description: 'd' });
    for (let round = 0; round < 20; round += 1) {
      queue.deadLetters?.setCredit(reader, 1);
      queue.deadLetters?.settle(reader.tokenOf('a'), { type: 'abandon' });
    }
    expect(queue.depth().deadLetter).toBe(1);
    queue.deadLetters?.setCredit(reader, 1);
    expect(() => queue.deadLetters?.settle(reader.tokenOf('a'), { type: 'deadLetter' })).toThrow(
      condition('amqp:not-allowed'),
    );
  });
});

describe('time', () => {
  it('gives a scheduled message a new sequence number when its time has come: after what was sent meanwhile', () => {
    const { queue, clock, pass } = queueWith();
    const consumer = new Recorder();
    queue.enqueue([message('later', { scheduledFor: clock.now + 1_000 })]);
    queue.enqueue([message('now')]);
    queue.setCredit(consumer, 5);
    expect(queue.nextDue()).toBe(clock.now + 1_000);
    pass(1_000);
    expect(consumer.ids()).toEqual(['now', 'later']);
    expect(consumer.got[1]?.message).toMatchObject({ sequenceNumber: 3, enqueuedSequenceNumber: 1, state: 'active' });
  });

  it('cancels scheduled messages all or none', () => {
    const { queue, clock } = queueWith();
    const [one, two] = queue.enqueue(['a', 'b'].map((id) => message(id, { scheduledFor: clock.now + MINUTE })));
    const [active] = queue.enqueue([message('c')]);
    const lost = condition('com.microsoft:message-not-found');
    expect(() => queue.cancelScheduled([one ?? 0, active ?? 0])).toThrow(lost);
    expect(queue.depth()).toMatchObject({ scheduled: 2 });
    queue.cancelScheduled([one ?? 0, two ?? 0]);
    expect(queue.depth()).toMatchObject({ scheduled: 0, active: 1 });
  });

  it('drops expired messages, or dead-letters them when told to', () => {
    for (const deadLetteringOnMessageExpiration of [false, true]) {
      const { queue, pass } = queueWith({ deadLetteringOnMessageExpiration });
      queue.enqueue([message('a', { timeToLiveMs: 1_000 }), message('b')]);
      pass(1_000);
      expect(queue.depth()).toMatchObject({ active: 1, deadLetter: deadLetteringOnMessageExpiration ? 1 : 0 });
    }
  });

  it("bounds a message's time to live by the queue's, and counts it from the scheduled time", () => {
    const { queue, clock, pass } = queueWith({ defaultMessageTimeToLiveMs: 1_000 });
    queue.enqueue([message('a', { timeToLiveMs: MINUTE, scheduledFor: clock.now + 500 })]);
    pass(500);
    pass(999);
    expect(queue.depth().active).toBe(1);
    pass(1);
    expect(queue.depth().active).toBe(0);
  });

  it('lets a locked message outlive its time, and expires it once it is put back', () => {
    const { queue, pass } = queueWith({ lockDurationMs: MINUTE });
    const consumer = new Recorder();
    queue.enqueue([message('a', { timeToLiveMs: 1_000 })]);
    queue.setCredit(consumer, 1);
    pass(2_000);
    expect(queue.depth().active).toBe(1);
    queue.settle(consumer.tokenOf('a'), { type: 'abandon' });
    expect(queue.depth().active).toBe(0);
  });

  it('drops repeated message ids within the window, scheduled ones too, and takes them again after it', () => {
    const { queue, clock, pass } = queueWith({ requiresDuplicateDetection: true, duplicateDetectionWindowMs: MINUTE });
    queue.enqueue([message('a', { scheduledFor: clock.now + 1_000 }), message('a')]);
    pass(MINUTE - 1);
    queue.enqueue([message('a')]);
    expect(queue.depth()).toMatchObject({ active: 1, scheduled: 0 });
    pass(1);
    queue.enqueue([message('a')]);
    expect(queue.depth()).toMatchObject({ active: 2 });
  });
});

describe('deferred messages', () => {
  it('come back by sequence number only', () => {
    const { queue } = queueWith();
    const consumer = new Recorder();
    queue.enqueue([message('a'), message('b')]);
    queue.setCredit(consumer, 2);
    queue.settle(consumer.tokenOf('a'), { type: 'defer' });
    queue.setCredit(consumer, 2);
    expect(consumer.ids()).toEqual(['a', 'b']);
    expect(queue.depth()).toMatchObject({ active: 1, deferred: 1 });
    const [deferred] = queue.receiveDeferred([1], 'peekLock');
    expect(() => queue.receiveDeferred([1], 'peekLock')).toThrow(condition('com.microsoft:message-not-found'));
    queue.settle(deferred?.lock?.token ?? '', { type: 'complete' });
    expect(queue.depth()).toMatchObject({ deferred: 0 });
  });

  it('stay deferred when abandoned or when their lock runs out, with the delivery counted', () => {
    const { queue, pass } = queueWith({ lockDurationMs: MINUTE });
    const consumer = new Recorder();
    queue.enqueue([message('a')]);
    queue.setCredit(consumer, 9);
    queue.settle(consumer.tokenOf('a'), { type: 'defer' });
    const [first] = queue.receiveDeferred([1], 'peekLock');
    queue.settle(first?.lock?.token ?? '', { type: 'abandon' });
    queue.receiveDeferred([1], 'peekLock');
    pass(MINUTE);
    const [third] = queue.receiveDeferred([1], 'receiveAndDelete');
    expect(third).toMatchObject({ deliveryCount: 2, state: 'deferred' });
    expect(consumer.ids()).toEqual(['a']);
    expect(queue.depth()).toMatchObject({ active: 0, deferred: 0 });
  });
});

describe('sessions', () => {
  const sessions = { requiresSession: true, lockDurationMs: MINUTE };

  it('refuses a batch in which one message has no session, whole', () => {
    const { queue } = queueWith(sessions);
    expect(() => queue.enqueue([...inSession('s', 'a'), message('b')])).toThrow(condition('amqp:not-allowed'));
    expect(queue.depth().active).toBe(0);
  });

  it('gives each session to one consumer, who gets its present and later messages in order', () => {
    const { queue } = queueWith(sessions);
    queue.enqueue([...inSession('s', 'a'), ...inSession('t', 'x'), ...inSession('s', 'b')]);
    const [first, second] = [new Recorder('1'), new Recorder('2')];
    expect(first.waitIn(queue, 0).granted).toMatchObject({ sessionId: 's' });
    expect(second.waitIn(queue, 0).granted).toMatchObject({ sessionId: 't' });
    queue.setCredit(first, 9);
    queue.setCredit(second, 9);
    queue.enqueue(inSession('s', 'c'));
    expect([first.ids(), second.ids()]).toEqual([['a', 'b', 'c'], ['x']]);
    expect(() => queue.acceptSession(new Recorder('3'), 's')).toThrow(
      condition('com.microsoft:session-cannot-be-locked'),
    );
  });

  it('wakes waiters first come, first served: by a message, and by a session that becomes free', () => {
    const { queue } = queueWith(sessions);
    const [first, second] = [new Recorder('1').waitIn(queue, MINUTE), new Recorder('2').waitIn(queue, MINUTE)];
    queue.enqueue(inSession('s', 'a', 'b'));
    expect(first.granted).toMatchObject({ sessionId: 's' });
    expect(second.granted).toBeUndefined();
    queue.release(first);
    expect(second.granted).toMatchObject({ sessionId: 's' });
  });

  it('wakes a waiter when a scheduled message becomes active', () => {
    const { queue, clock, pass } = queueWith(sessions);
    const waiter = new Recorder().waitIn(queue, MINUTE);
    queue.enqueue([message('a', { sessionId: 's', scheduledFor: clock.now + 1_000 })]);
    expect(waiter.granted).toBeUndefined();
    pass(1_000);
    expect(waiter.granted).toMatchObject({ sessionId: 's' });
  });

  it('turns a waiter away when its time is over, not before', () => {
    const { queue, pass } = queueWith(sessions);
    const waiter = new Recorder().waitIn(queue, 500);
    pass(499);
    expect(waiter.timedOut).toBe(false);
    pass(1);
    expect(waiter.timedOut).toBe(true);
    queue.enqueue(inSession('s', 'a'));
    expect(waiter.granted).toBeUndefined();
  });

  it('frees the session of a closed consumer without counting the deliveries', () => {
    const { queue } = queueWith(sessions);
    queue.enqueue(inSession('s', 'a', 'b'));
    const [first, second] = [new Recorder('1').waitIn(queue, 0), new Recorder('2')];
    queue.setCredit(first, 2);
    queue.release(first);
    queue.acceptSession(second, 's');
    queue.setCredit(second, 2);
    expect(second.got).toMatchObject([
      { id: 'a', deliveryCount: 0 },
      { id: 'b', deliveryCount: 0 },
    ]);
    expect(first.lost).toBe(false);
    expect(() => queue.settle(first.tokenOf('a'), { type: 'complete' })).toThrow(
      condition('com.microsoft:session-lock-lost'),
    );
  });

  it('takes a session back when its lock runs out, counting the deliveries, unless it was renewed', () => {
    const { queue, pass } = queueWith(sessions);
    queue.enqueue(inSession('s', 'a'));
    const [first, second] = [new Recorder('1').waitIn(queue, 0), new Recorder('2').waitIn(queue, 10 * MINUTE)];
    queue.setCredit(first, 1);
    pass(MINUTE / 2);
    queue.renewSessionLock({ sessionId: 's', linkName: '1' });
    pass(MINUTE - 1);
    expect(first.lost).toBe(false);
    pass(1);
    expect(first.lost).toBe(true);
    queue.setCredit(second, 1);
    expect(second.got).toMatchObject([{ id: 'a', deliveryCount: 1 }]);
    expect(() => queue.renewSessionLock({ sessionId: 's', linkName: '1' })).toThrow(
      condition('com.microsoft:session-lock-lost'),
    );
  });

  it('serves an abandoned message first in its session, so that it blocks the ones behind it', () => {
    const { queue } = queueWith(sessions);
    queue.enqueue(inSession('s', 'a', 'b'));
    const consumer = new Recorder().waitIn(queue, 0);
    for (let round = 0; round < 3; round += 1) {
      queue.setCredit(consumer, 1);
      queue.settle(consumer.tokenOf('a'), { type: 'abandon' });
    }
    expect(consumer.ids()).toEqual(['a', 'a', 'a']);
  });

  it('keeps the state of a session without messages until it is set to nothing', () => {
    const { queue } = queueWith(sessions);
    const consumer = new Recorder();
    const claim = { sessionId: 's', linkName: 'link' };
    queue.acceptSession(consumer, 's');
    queue.setSessionState(claim, Buffer.from('state'));
    queue.release(consumer);
    expect(() => queue.sessionState(claim)).toThrow(condition('com.microsoft:session-lock-lost'));
    queue.acceptSession(consumer, 's');
    expect(queue.sessionState(claim)).toEqual(Buffer.from('state'));
    queue.setSessionState(claim, undefined);
    queue.release(consumer);
    expect(queue.sessionIds(0, 10)).toEqual([]);
  });

  it('gives deferred messages of a session to its holder only', () => {
    const { queue } = queueWith(sessions);
    queue.enqueue(inSession('s', 'a'));
    const consumer = new Recorder().waitIn(queue, 0);
    queue.setCredit(consumer, 1);
    queue.settle(consumer.tokenOf('a'), { type: 'defer' });
    const claim = { sessionId: 's', linkName: 'link' };
    expect(() => queue.receiveDeferred([1], 'peekLock', { ...claim, linkName: 'other' })).toThrow(
      condition('com.microsoft:session-lock-lost'),
    );
    expect(queue.receiveDeferred([1], 'peekLock', claim)).toHaveLength(1);
    queue.release(consumer);
    queue.acceptSession(consumer, 's');
    expect(queue.receiveDeferred([1], 'receiveAndDelete', claim)).toHaveLength(1);
  });
});

describe('whatever happens', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('send' as const), session: fc.integer({ min: 0, max: 3 }), delay: fc.nat(2_000) }),
    fc.record({ do: fc.constant('take' as const), consumer: fc.nat(2) }),
    fc.record({ do: fc.constantFrom('complete', 'abandon', 'defer', 'release'), consumer: fc.nat(2) }),
    fc.record({ do: fc.constant('pass' as const), ms: fc.nat(40_000) }),
  );

  it('no message is lost, held by two, or completed and still there', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const { queue, clock, pass } = queueWith({
          requiresSession: true,
          maxDeliveryCount: 3,
          lockDurationMs: 30_000,
        });
        const links = [0, 1, 2].map((name) => new Recorder(String(name)));
        const settled = new Set<string>();
        let sent = 0;
        for (const now of steps) {
          if (now.do === 'pass') pass(now.ms);
          if (now.do === 'send') {
            sent += 1;
            const scheduledFor = clock.now + now.delay;
            queue.enqueue([message(`m${sent}`, { sessionId: `s${now.session}`, scheduledFor })]);
          }
          if (!('consumer' in now)) continue;
          const link = links[now.consumer];
          if (!link) continue;
          if (now.do === 'take') {
            if (!link.granted || link.lost) {
              Object.assign(link, { granted: undefined, lost: false });
              queue.release(link);
              link.waitIn(queue, 0);
            }
            queue.setCredit(link, 1);
          } else if (now.do === 'release') {
            queue.release(link);
            link.granted = undefined;
          } else {
            const last = link.got.at(-1);
            const type = now.do as 'complete' | 'abandon' | 'defer';
            try {
              if (last) queue.settle(last.token, { type });
              if (last && type === 'complete') settled.add(last.id);
            } catch (error) {
              expect(error).toEqual(condition('com.microsoft:session-lock-lost'));
            }
          }
          const held = queue.peek(0, 1_000).flatMap(({ lock }) => (lock ? [lock.token] : []));
          expect(new Set(held).size).toBe(held.length);
        }
        const left = [...queue.peek(0, 1_000), ...(queue.deadLetters?.peek(0, 1_000) ?? [])].map((it) => it.messageId);
        expect([...left, ...settled].sort()).toEqual(Array.from({ length: sent }, (_, i) => `m${i + 1}`).sort());
        const { active, scheduled, deferred, deadLetter } = queue.depth();
        expect(active + scheduled + deferred + deadLetter).toBe(left.length);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a restored queue', () => {
  it('holds what the old one held, with every lock open', () => {
    const definition = { requiresSession: true, requiresDuplicateDetection: true };
    const { queue, clock } = queueWith(definition);
    const consumer = new Recorder();
    queue.enqueue([
      ...inSession('s', 'a', 'b', 'c'),
      message('later', { sessionId: 's', scheduledFor: clock.now + 1_000 }),
    ]);
    queue.acceptSession(consumer, 's');
    queue.setSessionState({ sessionId: 's' }, Buffer.from('x'));
    queue.setCredit(consumer, 3);
    queue.settle(consumer.tokenOf('a'), { type: 'defer' });
    queue.settle(consumer.tokenOf('b'), { type: 'deadLetter' });

    const restored = queueWith(definition);
    restored.queue.restore(structuredClone(queue.snapshot()));
    expect(restored.queue.depth()).toEqual({ active: 1, scheduled: 1, deferred: 1, deadLetter: 1 });
    const next = new Recorder().waitIn(restored.queue, 0);
    restored.queue.setCredit(next, 5);
    restored.pass(1_000);
    expect(next.got).toMatchObject([
      { id: 'c', deliveryCount: 0 },
      { id: 'later', message: { sequenceNumber: 5 } },
    ]);
    expect(Buffer.from(restored.queue.sessionState({ sessionId: 's' }) ?? [])).toEqual(Buffer.from('x'));
    restored.queue.enqueue(inSession('s', 'a'));
    expect(restored.queue.depth().active).toBe(2);
  });
});

describe('a queue definition', () => {
  it('is refused where Service Bus refuses it', () => {
    expect(() => completeDefinition({ name: 'q', lockDurationMs: 300_001 })).toThrow(RangeError);
    expect(() => completeDefinition({ name: 'a/$DeadLetterQueue' })).toThrow(RangeError);
    expect(() => completeDefinition({ name: 'q', maxDeliveryCount: 0 })).toThrow(RangeError);
  });
});
