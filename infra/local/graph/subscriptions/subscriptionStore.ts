import { GraphError } from '../graphError.ts';
import type { SimulatorClock } from '../simulatorClock.ts';

export interface GraphSubscription {
  readonly id: string;
  /** Without a leading slash. */
  readonly resource: string;
  /** Sorted: `deleted,updated`. */
  readonly changeTypes: readonly string[];
  readonly changeType: string;
  readonly notificationUrl: string;
  readonly lifecycleNotificationUrl: string | null;
  readonly clientState: string | null;
  readonly latestSupportedTlsVersion: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  /** Delivery waits for `reauthorize` or a renewal (the access token behind the subscription ran out). */
  readonly isPaused: boolean;
}

/** Subscriptions of one app in one tenant. */
const QUOTA = 100;

/** The subscriptions that are in force. Expired ones vanish without a word. */
export class SubscriptionStore {
  readonly #byId = new Map<string, GraphSubscription>();
  readonly #clock: SimulatorClock;
  readonly #onChange: () => void;

  constructor(clock: SimulatorClock, onChange: () => void, subscriptions: readonly GraphSubscription[] = []) {
    this.#clock = clock;
    this.#onChange = onChange;
    for (const subscription of subscriptions) this.#byId.set(subscription.id, subscription);
  }

  list(): GraphSubscription[] {
    for (const { id, expiresAt } of this.#byId.values()) {
      if (expiresAt <= this.#clock.now()) this.#byId.delete(id);
    }
    return [...this.#byId.values()];
  }

  get(id: string): GraphSubscription | undefined {
    return this.list().find((subscription) => subscription.id === id);
  }

  /** @throws GraphError 409 for the same resource and change types, 403 beyond the quota */
  requireRoom(resource: string, changeTypes: readonly string[]): void {
    const current = this.list();
    const key = changeTypes.join(',');
    const same = current.find((other) => other.resource === resource && other.changeTypes.join(',') === key);
    if (same) {
      const message = `Subscription Id ${same.id} already exists for the requested combination`;
      throw new GraphError(409, 'ExtensionError', message);
    }
    if (current.length < QUOTA) return;
    throw new GraphError(403, 'Forbidden', `The tenant has reached its limit of ${QUOTA} subscriptions for the app.`);
  }

  put(subscription: GraphSubscription): void {
    this.#byId.set(subscription.id, subscription);
    this.#onChange();
  }

  delete(id: string): void {
    this.#byId.delete(id);
    this.#onChange();
  }
}
