import rhea, { type AmqpError, type Delivery, type link, type Sender, type Session } from 'rhea';

/**
 * The few things that a Service Bus server needs from rhea and that rhea doesn't offer: to hold back the answer to an
 * attach, to say what the answer carries, to free the slot of a settled delivery, and to answer a drain at the right moment.
 * Everything that touches rhea's insides is in this file. Checked against rhea 3.0.5.
 */
interface LinkInternals {
  readonly local: { readonly attach: Record<string, unknown> };
  readonly state: { local_open: boolean; open_requests: number };
  /** Deliveries that left over this link, as opposed to being queued. */
  delivery_count: number;
  credit: number;
  _draining: boolean;
  _process(): void;
}

interface SessionInternals {
  readonly outgoing: { available(): number };
  /** Writes a flow frame for the link; asks the link by `_get_drain` whether it says "drained". */
  _write_flow(link: unknown): void;
}

const internalsOf = (it: link): LinkInternals => it as unknown as LinkInternals;

/** Makes the answer to an attach carry the settle mode that the client asked for, and these link properties. */
export function setAttachFields(it: link, fields: Readonly<Record<string, unknown>>): void {
  Object.assign(internalsOf(it).local.attach, fields);
}

/** In the open event: rhea would answer the attach at the end of this tick; now it waits for `it.attach()`. */
export function holdAttach(it: link): void {
  const { state } = internalsOf(it);
  state.local_open = false;
  state.open_requests = 0;
}

/** Deliveries that the AMQP session can still take; rhea throws "circular buffer overflow" beyond. */
export function outgoingCapacity(session: Session): number {
  return (session as unknown as SessionInternals).outgoing.available();
}

/**
 * Settles a delivery with an outcome and frees its slot. The client settles only after this answer, and says nothing of
 * it, so rhea would keep the slot for ever.
 */
export function settleDelivery(delivery: Delivery, outcome: unknown): void {
  delivery.update(true, outcome);
  (delivery as { remote_settled: boolean }).remote_settled = true;
}

/** Credit of a sending link. rhea counts deliveries when they leave; this counts them when they are handed over. */
export class SenderCredit {
  readonly #sender: Sender;
  readonly #internals: LinkInternals;
  #handedOver = 0;

  constructor(sender: Sender) {
    this.#sender = sender;
    this.#internals = internalsOf(sender);
    this.#answerDrains();
  }

  left(): number {
    return this.#internals.credit + this.#internals.delivery_count - this.#handedOver;
  }

  spend(): void {
    this.#handedOver += 1;
  }

  /**
   * A client that drains waits for a flow that says so, also when the last credit was spent by deliveries under way.
   * It may be sent only after those deliveries. rhea processes a link after its session's deliveries: that is the moment.
   */
  #answerDrains(): void {
    const link = this.#internals;
    const process = link._process.bind(link);
    link._process = () => {
      if (link._draining && link.delivery_count === this.#handedOver) {
        link.delivery_count += link.credit;
        this.#handedOver = link.delivery_count;
        link.credit = 0;
        Object.assign(link, { _get_drain: () => true });
        (this.#sender.session as unknown as SessionInternals)._write_flow(link);
        Object.assign(link, { _get_drain: () => false });
        link._draining = false;
      }
      process();
    };
  }
}

interface OutcomeFactories {
  accepted(): { described(): unknown };
  rejected(fields: { readonly error: AmqpError }): { described(): unknown };
}

const outcomes = rhea.message as unknown as OutcomeFactories;

export function acceptedOutcome(): unknown {
  return outcomes.accepted().described();
}

export function rejectedOutcome(error: AmqpError): unknown {
  return outcomes.rejected({ error }).described();
}
