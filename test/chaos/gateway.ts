import type { LocalRequest, LocalResponse } from '../../infra/local/http/server.ts';
import type { Operation, Refusal } from '../../infra/local/serviceBus/operations.ts';
import type { Intercept } from '../support/httpProxy.ts';

/** What the app talks to over HTTP. */
export type Part = 'graph' | 'slack' | 'tables';

/** What becomes of a request: an answer instead of the work, the work without its answer, or neither. */
export type Fate = LocalResponse | 'lost' | 'cut';

export type RequestRule = (part: Part, request: LocalRequest) => Fate | undefined;
export type QueueRule = (operation: Operation) => Refusal | undefined;

export interface Death {
  /** How many requests and queue operations from now on. */
  readonly after: number;
  /** Whether the last request is still carried out. */
  readonly isCarriedOut: boolean;
}

const CLOSED: LocalResponse = { status: 500, drop: true };

/** Sees everything that the app asks for, spoils what the rules in force say, and kills the app on the way. */
export class Gateway {
  readonly requestRules = new Set<RequestRule>();
  readonly queueRules = new Set<QueueRule>();
  /** Called at the moment of a planned death; has to kill at once. */
  kill: () => void = () => undefined;
  #count = 0;
  #dying: Promise<void> | undefined;
  #death: { readonly at: number; readonly isCarriedOut: boolean } | undefined;

  /** Deaths so far. */
  kills = 0;
  /** The app is about to be stopped for good. */
  isClosing = false;

  /** Requests of any kind so far. */
  get count(): number {
    return this.#count;
  }

  doom({ after, isCarriedOut }: Death): void {
    this.#death = { at: this.#count + after, isCarriedOut };
  }

  /** Takes a death back; one that is under way comes first. */
  async spare(): Promise<void> {
    this.#death = undefined;
    await this.#dying;
  }

  http(part: Part): Intercept {
    return async (request, forward) => {
      const death = this.#next();
      if (death) {
        this.#dying = death.isCarriedOut ? forward().then(this.kill, this.kill) : Promise.resolve(this.kill());
        await this.#dying;
        return CLOSED;
      }
      const fate = this.#fateOf(part, request);
      if (fate === undefined) return forward();
      if (fate === 'lost') await forward();
      return typeof fate === 'string' ? CLOSED : fate;
    };
  }

  onQueueOperation = (operation: Operation): Refusal | undefined => {
    if (this.#next()) {
      this.kill();
      return { condition: 'amqp:internal-error', description: 'The app is dead.' };
    }
    for (const rule of this.queueRules) {
      const refusal = rule(operation);
      if (refusal) return refusal;
    }
    return undefined;
  };

  /** Counts, and answers the death if its time has come. */
  #next() {
    this.#count += 1;
    const death = this.#death;
    if (!death || this.#count < death.at) return undefined;
    this.#death = undefined;
    this.kills += 1;
    return death;
  }

  #fateOf(part: Part, request: LocalRequest): Fate | undefined {
    for (const rule of this.requestRules) {
      const fate = rule(part, request);
      if (fate !== undefined) return fate;
    }
    return undefined;
  }
}
