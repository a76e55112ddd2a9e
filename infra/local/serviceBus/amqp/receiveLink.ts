import type { AmqpError, Delivery, EventContext, Sender } from 'rhea';
import type { Broker } from '../broker.ts';
import type { OperationName } from '../operations.ts';
import type { AcceptedSession, Consumer } from '../queue/consumer.ts';
import type { Queue } from '../queue/queue.ts';
import { notAllowed, sessionLockLost } from '../queue/queueError.ts';
import type { QueueMessage, Settlement } from '../queue/queueMessage.ts';
import { toAmqpError } from './amqpError.ts';
import { wrapTicks } from './amqpNumbers.ts';
import { fromDeliveryTag, toDeliveryTag } from './lockToken.ts';
import { encodeMessage } from './messageCoding.ts';
import {
  acceptedOutcome,
  holdAttach,
  outgoingCapacity,
  rejectedOutcome,
  SenderCredit,
  setAttachFields,
  settleDelivery,
} from './rheaLink.ts';
import { readSettlement } from './settlement.ts';

const SESSION_FILTER = 'com.microsoft:session-filter';
const LOCKED_UNTIL = 'com.microsoft:locked-until-utc';
const TIMEOUT = 'com.microsoft:timeout';
const DEFAULT_SESSION_WAIT_MS = 60_000;

/** A link on which the client receives from a queue. To be made in the link's open event. */
export class ReceiveLink {
  readonly #sender: Sender;
  readonly #queue: Queue;
  readonly #broker: Broker;
  readonly #credit: SenderCredit;
  readonly #consumer: Consumer;
  /** The client's attach is not answered yet. */
  #awaitsAttach = false;

  constructor(sender: Sender, queue: Queue, broker: Broker) {
    this.#sender = sender;
    this.#queue = queue;
    this.#broker = broker;
    this.#credit = new SenderCredit(sender);
    this.#consumer = {
      name: sender.name,
      mode: sender.snd_settle_mode === 1 ? 'receiveAndDelete' : 'peekLock',
      deliver: (message) => this.#deliver(message),
      sessionLost: () => sender.close(toAmqpError(sessionLockLost())),
    };
    setAttachFields(sender, { snd_settle_mode: sender.snd_settle_mode, rcv_settle_mode: sender.rcv_settle_mode });
    sender.set_target({ address: sender.target?.address });
    this.#listen();
    this.#open();
  }

  get sender(): Sender {
    return this.#sender;
  }

  /** The link, its AMQP session or its connection is gone. */
  release(): void {
    this.#queue.release(this.#consumer);
  }

  #listen(): void {
    this.#sender.on('sender_flow', () => this.#passCredit());
    // Also after the AMQP session was full: then the queue knew of less credit than the client gave.
    this.#sender.on('sendable', () => this.#passCredit());
    for (const outcome of ['accepted', 'rejected', 'modified', 'released']) {
      this.#sender.on(outcome, ({ delivery }: EventContext) => {
        if (delivery) this.#settle(delivery, readSettlement(outcome, delivery.remote_state));
      });
    }
    this.#sender.on('sender_close', () => {
      // A client may give up while it waits for a session: the link then opens only to be closed.
      if (this.#awaitsAttach) this.#attach();
      this.release();
    });
  }

  #open(): void {
    const filter = this.#sender.source?.filter ?? {};
    const { requiresSession, name } = this.#queue.settings;
    if (!requiresSession && !(SESSION_FILTER in filter)) {
      this.#sender.set_source({ address: this.#sender.source.address });
      return;
    }
    holdAttach(this.#sender);
    this.#awaitsAttach = true;
    try {
      if (!requiresSession) throw notAllowed(`${name} has no sessions: a session receiver cannot be created for it.`);
      if (!(SESSION_FILTER in filter)) {
        throw notAllowed(`${name} requires sessions: a receiver without session cannot be created for it.`);
      }
      this.#acceptSession(filter[SESSION_FILTER]);
    } catch (error) {
      this.#refuse(toAmqpError(error));
    }
  }

  /** @param wanted the session's id; null or undefined for the next free one */
  #acceptSession(wanted: unknown): void {
    const queue = this.#queue.settings.name;
    if (typeof wanted === 'string') {
      this.#broker.begin({ name: 'acceptSession', queue, messages: 0 });
      this.#attachTo(this.#queue.acceptSession(this.#consumer, wanted));
      return;
    }
    this.#broker.begin({ name: 'acceptNextSession', queue, messages: 0 });
    const timeout: unknown = this.#sender.properties?.[TIMEOUT];
    this.#queue.acceptNextSession(
      {
        consumer: this.#consumer,
        granted: (session) => this.#attachTo(session),
        timedOut: (error) => this.#refuse(toAmqpError(error)),
      },
      typeof timeout === 'number' ? timeout : DEFAULT_SESSION_WAIT_MS,
    );
  }

  /** Answers the attach. The filter must name the session that was taken: the SDK compares. */
  #attachTo({ sessionId, lockedUntil }: AcceptedSession): void {
    this.#sender.set_source({ address: this.#sender.source.address, filter: { [SESSION_FILTER]: sessionId } });
    setAttachFields(this.#sender, { properties: { [LOCKED_UNTIL]: wrapTicks(lockedUntil) } });
    this.#attach();
  }

  #attach(): void {
    this.#awaitsAttach = false;
    this.#sender.attach();
  }

  /** AMQP refuses a link by opening it without a source and closing it at once. */
  #refuse(error: AmqpError): void {
    this.#attach();
    this.#sender.close(error);
  }

  #passCredit(): void {
    if (!this.#sender.is_open()) return;
    this.#queue.setCredit(this.#consumer, Math.min(this.#credit.left(), outgoingCapacity(this.#sender.session)));
  }

  #deliver(message: QueueMessage): void {
    this.#count('receive');
    this.#credit.spend();
    const tag = message.lock ? toDeliveryTag(message.lock.token) : undefined;
    this.#sender.send(encodeMessage(message), tag, 0);
  }

  #settle(delivery: Delivery, settlement: Settlement): void {
    try {
      this.#broker.begin({ name: settlement.type, queue: this.#queue.settings.name, messages: 1 });
      this.#queue.settle(fromDeliveryTag(delivery.tag), settlement);
      settleDelivery(delivery, acceptedOutcome());
    } catch (error) {
      settleDelivery(delivery, rejectedOutcome(toAmqpError(error)));
    }
  }

  #count(name: OperationName): void {
    try {
      this.#broker.begin({ name, queue: this.#queue.settings.name, messages: 1 });
    } catch {
      // Nobody asks for a delivery, so nobody can be refused one.
    }
  }
}
