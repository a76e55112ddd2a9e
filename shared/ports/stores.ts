import type { Anchor, StoredAnchor } from '../model/anchor.ts';
import type { ObjectKind } from '../model/change.ts';
import type { DeadLetter, DeadLetterState } from '../model/deadLetter.ts';
import type { DeletionDecision, StagedDeletion } from '../model/deletion.ts';
import type { Cycle, CycleResult, JobDocuments, JobKey } from '../model/job.ts';
import type { ScopeRow } from '../model/source.ts';

/** What others need to know of a linked object. */
export type AnchorLink = Pick<Anchor, 'slackId' | 'active' | 'uncertain' | 'retired' | 'lastOutcome'>;

/** Links between Entra and Slack, unique both ways. Methods throw ConcurrencyError on a lost race, ProvisioningError `retry` on a storage fault. */
export interface AnchorStore {
  /** One table operation. */
  read(kind: ObjectKind, sourceId: string): Promise<StoredAnchor | undefined>;
  /** The links of those that have one, by Entra id. One table operation an id, or one for each thousand anchors when that is less. */
  linksOf(kind: ObjectKind, sourceIds: Iterable<string>): Promise<ReadonlyMap<string, AnchorLink>>;
  /**
   * Takes the Slack id, then writes the anchor. Safe to repeat for the same Entra object after a crash in between.
   * Throws SlackIdTakenError when another Entra object holds the Slack id, ConcurrencyError when the anchor exists.
   */
  claim(anchor: Anchor): Promise<StoredAnchor>;
  /** One conditional write of the whole anchor. Throws ConcurrencyError when it changed or is gone. */
  update(anchor: StoredAnchor): Promise<StoredAnchor>;
  /** Drops the anchor, then the Slack id, so that the object can be matched anew. */
  release(anchor: StoredAnchor): Promise<void>;
  /** Entra id that holds the Slack id. */
  ownerOf(kind: ObjectKind, slackId: string): Promise<string | undefined>;
  /** How many of a kind are active. One table operation for each thousand of them. */
  countActive(kind: ObjectKind): Promise<number>;
  /** Every anchor of a kind, page by page, in bounded memory. */
  list(kind: ObjectKind): AsyncIterable<readonly Anchor[]>;
}

/**
 * Why objects are in scope. A row is looked up by object; the ledger lists, per principal, the rows that have been
 * announced to the queue, so that a crash between writing a row and enqueueing its object is made good by the next compare.
 */
export interface ScopeStore {
  /** The rows of one object: one table operation. */
  rowsOf(kind: ObjectKind, sourceId: string): Promise<readonly ScopeRow[]>;
  /** All rows of a kind, page by page. */
  list(kind: ObjectKind): AsyncIterable<readonly ScopeRow[]>;
  put(rows: readonly ScopeRow[]): Promise<void>;
  remove(rows: readonly ScopeRow[]): Promise<void>;
  /** Announced rows of a principal: a group's id, or `direct-user` / `direct-group` for objects assigned themselves. */
  ledger(principal: string): AsyncIterable<readonly ScopeRow[]>;
  acknowledge(put: readonly ScopeRow[], removed: readonly ScopeRow[]): Promise<void>;
}

/** Objects whose reference waits for another object to get its anchor. Insert first, then read the anchor again. */
export interface WaitingStore {
  add(awaitedId: string, waiter: { readonly kind: ObjectKind; readonly id: string }): Promise<void>;
  /** The same for a group that waits for several. */
  addAll(awaitedIds: readonly string[], waiter: { readonly kind: ObjectKind; readonly id: string }): Promise<void>;
  of(awaitedId: string): Promise<readonly { readonly kind: ObjectKind; readonly id: string }[]>;
  remove(awaitedId: string, waiters: readonly { readonly kind: ObjectKind; readonly id: string }[]): Promise<void>;
}

export interface Escrow {
  readonly kind: ObjectKind;
  readonly id: string;
  readonly code: string;
  readonly reason: string;
  readonly attempts: number;
  /** ISO 8601, UTC. */
  readonly nextAttemptAt: string;
  /** Absent while an account is being created, and in rows of older versions. */
  readonly failure?: Failure;
}

/** What is known of an object that fails. */
export interface Failure {
  /** First and last failure in a row, ISO 8601, UTC. */
  readonly since: string;
  readonly failedAt: string;
  /** It is linked to an account or group in Slack. */
  readonly isLinked: boolean;
  /** For a person to recognise it by; null when it was not read. */
  readonly displayName: string | null;
  readonly userPrincipalName: string | null;
}

/** Failing objects, to be tried again. */
export interface EscrowStore {
  read(kind: ObjectKind, id: string): Promise<Escrow | undefined>;
  put(escrow: Escrow): Promise<void>;
  /** No error when there is none. */
  remove(kind: ObjectKind, id: string): Promise<void>;
  due(now: Date): AsyncIterable<readonly Escrow[]>;
  /** All of them page by page, users before groups, by Entra id. @param after only what comes after this object */
  list(after?: Pick<Escrow, 'kind' | 'id'>): AsyncIterable<readonly Escrow[]>;
}

/** Messages that could not be processed. */
export interface DeadLetterStore {
  /** Writing the same message again changes nothing about what was decided. */
  add(deadLetter: DeadLetter): Promise<void>;
  /** Newest first, page by page. @param after only what comes after this id */
  list(filter?: { readonly state?: DeadLetterState; readonly after?: string }): AsyncIterable<readonly DeadLetter[]>;
  /** Notes what became of messages; those that are gone stay gone. */
  settle(ids: readonly string[], change: Pick<DeadLetter, 'state' | 'settledAt' | 'settledBy'>): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
}

/** Objects that changed while nothing may be written. */
export interface DirtyStore {
  put(kind: ObjectKind, id: string): Promise<void>;
  list(): AsyncIterable<readonly { readonly kind: ObjectKind; readonly id: string }[]>;
  remove(objects: readonly { readonly kind: ObjectKind; readonly id: string }[]): Promise<void>;
}

/** Changes that a sweep has found and of which no notification has told so far. */
export interface UnannouncedStore {
  put(kind: ObjectKind, id: string, foundAt: Date): Promise<void>;
  /** A notification has come. No error when there is none. */
  remove(kind: ObjectKind, id: string): Promise<void>;
  /** Removes those that were found before a time. @returns how many */
  take(before: Date): Promise<number>;
}

export interface DeletionFilter {
  readonly decision?: DeletionDecision;
  /** Only what comes after this object in the order of the listing. */
  readonly after?: Pick<StagedDeletion, 'kind' | 'id'>;
}

/** Accounts that would be disabled, but for the limit of deletions. */
export interface DeletionStore {
  /** One table operation. */
  read(kind: ObjectKind, id: string): Promise<StagedDeletion | undefined>;
  /** Page by page, users before groups, by Entra id. */
  list(filter?: DeletionFilter): AsyncIterable<readonly StagedDeletion[]>;
  put(deletions: readonly StagedDeletion[]): Promise<void>;
  /** Notes a decision. Deletions that are gone meanwhile stay gone. */
  decide(
    deletions: readonly Pick<StagedDeletion, 'kind' | 'id'>[],
    decision: Pick<StagedDeletion, 'decision' | 'decidedAt' | 'decidedBy'>,
  ): Promise<void>;
  /** No error for those that are gone already. */
  remove(deletions: readonly Pick<StagedDeletion, 'kind' | 'id'>[]): Promise<void>;
}

/** Small documents of the job, each with its own ETag. */
export interface JobStore {
  read<K extends JobKey>(key: K): Promise<{ readonly value: JobDocuments[K]; readonly etag: string } | undefined>;
  /** All documents in one table operation. */
  readAll(): Promise<Partial<JobDocuments>>;
  /**
   * @param etag the row's ETag as read: ConcurrencyError when it changed; `null`: the row must not exist yet; `undefined`: last writer wins.
   * @returns the new ETag
   */
  write<K extends JobKey>(key: K, value: JobDocuments[K], etag?: string | null): Promise<string>;
  remove(key: JobKey): Promise<void>;
}

/** Cycles, the objects each still waits for, and counters that each instance adds to. */
export interface CycleStore {
  put(cycle: Cycle): Promise<void>;
  read(cycleId: string): Promise<Cycle | undefined>;
  /** Newest first. */
  recent(count: number): Promise<readonly Cycle[]>;
  /** Registers objects before they are enqueued; repeating it for the same object counts once. */
  expect(cycleId: string, objects: readonly { readonly kind: ObjectKind; readonly id: string }[]): Promise<void>;
  /** All registered objects, whether they have a result or not, page by page. */
  expected(cycleId: string): AsyncIterable<readonly { readonly kind: ObjectKind; readonly id: string }[]>;
  /** Marks an object's result; false when it was settled before or never expected. */
  settle(cycleId: string, kind: ObjectKind, id: string, result: CycleResult): Promise<boolean>;
  /** Exact figures from the objects' rows; `open` are those without a result. */
  tally(cycleId: string): Promise<{ expected: number; open: number; done: number; failed: number; skipped: number }>;
  /** Drops the rows of an ended cycle. */
  clear(cycleId: string): Promise<void>;
  /** Overwrites this instance's share of the live counters. */
  putCounters(cycleId: string, instanceId: string, counters: Readonly<Record<CycleResult, number>>): Promise<void>;
  counters(cycleId: string): Promise<Readonly<Record<CycleResult, number>>>;
}
