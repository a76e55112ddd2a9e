import type { ChangeEntry } from '../directory/changeLog.ts';
import { type Faults, hits } from '../faults.ts';
import type { SimulatorClock } from '../simulatorClock.ts';
import { EndpointHealth, HEALTH_WINDOW_MS } from './endpointHealth.ts';
import { isWanted, type LifecycleEvent, lifecycleItem, notificationItem } from './notificationItem.ts';
import { type AnswerLimits, type Delivery, postJson } from './postJson.ts';
import type { SubscriptionStore } from './subscriptionStore.ts';

/** An item on its way; the subscription is looked up again whenever it is sent. */
interface Pending {
  readonly subscriptionId: string;
  readonly entry: ChangeEntry;
}

/** Deliveries are retried for 4 hours. How long the pauses are is not published; they grow exponentially. */
const RETRY_WINDOW_MS = 4 * 60 * 60_000;
const FIRST_RETRY_MS = 10_000;
/** Changes this close together share a POST. */
const LINGER_MS = 5;

export interface DeliveryOptions {
  readonly tenantId: string;
  readonly subscriptions: SubscriptionStore;
  readonly faults: Faults;
  readonly clock: SimulatorClock;
  readonly random: () => number;
  readonly limits: AnswerLimits;
  /** Divides the waits between retries, their window, and the time of the slow and drop states. */
  readonly timeScale: number;
}

/** Sends change notifications: batched, retried, and spoiled as the switches say. */
export class NotificationDelivery {
  /** Every POST that was made, oldest first. */
  readonly deliveries: Delivery[] = [];
  readonly #options: DeliveryOptions;
  readonly #health: EndpointHealth;
  readonly #outbox = new Map<string, Pending[]>();
  readonly #timers = new Set<() => void>();
  readonly #abort = new AbortController();
  #idleWaiters: (() => void)[] = [];
  #busy = 0;
  #offered = 0;
  #kept = 0;

  constructor(options: DeliveryOptions) {
    this.#options = options;
    this.#health = new EndpointHealth(HEALTH_WINDOW_MS / options.timeScale);
  }

  /** Notifies all subscriptions that want to hear of a change. */
  notify(entry: ChangeEntry): void {
    const { subscriptions, faults, random } = this.#options;
    if (entry.manager && !faults.notifyManagerChange) return;
    for (const subscription of subscriptions.list()) {
      if (!isWanted(subscription, entry)) continue;
      this.#offered += 1;
      if (hits(faults.dropNotifications, this.#offered, random)) continue;
      this.#kept += 1;
      const copies = hits(faults.duplicate, this.#kept, random) ? 2 : 1;
      for (let copy = 0; copy < copies; copy += 1) this.#schedule({ subscriptionId: subscription.id, entry });
    }
  }

  /**
   * Sends a lifecycle notification now, to the subscription's lifecycle endpoint.
   * @returns the HTTP status, 0 for no answer, `undefined` when there is no such endpoint
   */
  async sendLifecycle(subscriptionId: string, event: LifecycleEvent): Promise<number | undefined> {
    const { subscriptions, tenantId, limits } = this.#options;
    const subscription = subscriptions.get(subscriptionId);
    if (!subscription?.lifecycleNotificationUrl) return undefined;
    const body = JSON.stringify({ value: [lifecycleItem(subscription, event, tenantId)] });
    return this.#post('lifecycle', subscription.lifecycleNotificationUrl, body, 1, 0, limits.first);
  }

  /** Resolves when nothing is waiting, on its way, or due for a retry. */
  async idle(): Promise<void> {
    if (this.#busy === 0) return;
    await new Promise<void>((resolve) => {
      this.#idleWaiters.push(resolve);
    });
  }

  close(): void {
    this.#abort.abort();
    for (const cancel of this.#timers) cancel();
    this.#timers.clear();
    for (const resolve of this.#idleWaiters) resolve();
  }

  #schedule(pending: Pending): void {
    const { faults, random } = this.#options;
    const jitter = faults.reorder ? random() * faults.reorderWindowMs : 0;
    const url = this.#urlOf(pending);
    if (url === undefined) return;
    const state = this.#health.stateOf(url, this.#options.clock.now());
    if (state === 'drop') return;
    const slowness = state === 'slow' ? HEALTH_WINDOW_MS / this.#options.timeScale : 0;
    const delay = faults.deliveryDelayMs + jitter + slowness;
    if (delay === 0) {
      this.#enqueue(url, pending);
      return;
    }
    this.#after(delay, () => this.#enqueue(url, pending));
  }

  #urlOf(pending: Pending): string | undefined {
    return this.#options.subscriptions.get(pending.subscriptionId)?.notificationUrl;
  }

  #enqueue(url: string, pending: Pending): void {
    const waiting = this.#outbox.get(url);
    if (waiting) {
      waiting.push(pending);
      return;
    }
    this.#outbox.set(url, [pending]);
    this.#after(LINGER_MS, () => this.#flush(url));
  }

  #flush(url: string): void {
    const { faults, random, clock } = this.#options;
    const waiting = this.#outbox.get(url) ?? [];
    this.#outbox.delete(url);
    const ordered = faults.reorder
      ? waiting
          .map((pending) => ({ pending, key: random() }))
          .sort((a, b) => a.key - b.key)
          .map(({ pending }) => pending)
      : waiting;
    for (let start = 0; start < ordered.length; start += faults.notificationBatchSize) {
      void this.#deliver(ordered.slice(start, start + faults.notificationBatchSize), 0, clock.now());
    }
  }

  /** One try; a failed one comes back later, for 4 hours in all. */
  async #deliver(batch: readonly Pending[], attempt: number, firstAt: number): Promise<void> {
    const { subscriptions, tenantId, limits, clock, timeScale } = this.#options;
    this.#busy += 1;
    try {
      const live = batch.filter((pending) => this.#urlOf(pending) !== undefined);
      const paused = live.filter(({ subscriptionId }) => subscriptions.get(subscriptionId)?.isPaused);
      const ready = live.filter((pending) => !paused.includes(pending));
      const url = ready[0] && this.#urlOf(ready[0]);
      const items = ready.flatMap(({ subscriptionId, entry }) => {
        const subscription = subscriptions.get(subscriptionId);
        return subscription ? [notificationItem(subscription, entry, tenantId)] : [];
      });
      let failed: readonly Pending[] = paused;
      if (url !== undefined) {
        const limit = attempt === 0 ? limits.first : limits.retry;
        const body = JSON.stringify({ value: items });
        const status = await this.#post('notification', url, body, items.length, attempt, limit);
        if (status < 200 || status > 299) failed = [...paused, ...ready];
      }
      const pause = (FIRST_RETRY_MS * 2 ** attempt) / timeScale;
      if (failed.length === 0 || clock.now() + pause > firstAt + RETRY_WINDOW_MS / timeScale) return;
      this.#after(pause, () => void this.#deliver(failed, attempt + 1, firstAt));
    } finally {
      this.#release();
    }
  }

  async #post(
    kind: Delivery['kind'],
    url: string,
    body: string,
    items: number,
    attempt: number,
    limit: number,
  ): Promise<number> {
    const at = this.#options.clock.now();
    const { status, durationMs } = await postJson(url, body, limit, this.#abort.signal);
    this.deliveries.push({ kind, url, body, items, attempt, status, at, durationMs });
    const { first, retry } = this.#options.limits;
    this.#health.record(url, at, durationMs >= first, durationMs >= retry);
    return status;
  }

  #after(milliseconds: number, run: () => void): void {
    if (this.#abort.signal.aborted) return;
    this.#busy += 1;
    const cancel = this.#options.clock.after(milliseconds, () => {
      this.#timers.delete(cancel);
      run();
      this.#release();
    });
    this.#timers.add(cancel);
  }

  #release(): void {
    this.#busy -= 1;
    if (this.#busy > 0) return;
    const waiters = this.#idleWaiters;
    this.#idleWaiters = [];
    for (const resolve of waiters) resolve();
  }
}
