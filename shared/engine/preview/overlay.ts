import { SlackIdTakenError } from '../../errors/storeErrors.ts';
import type { Anchor, StoredAnchor } from '../../model/anchor.ts';
import type { ObjectKind } from '../../model/change.ts';
import type { StagedDeletion } from '../../model/deletion.ts';
import type { JobDocuments, JobKey } from '../../model/job.ts';
import type { ScopeRow } from '../../model/source.ts';
import type { AnchorStore, DeletionStore, JobStore, ScopeStore } from '../../ports/stores.ts';

const ETAG = 'rehearsed';

/** Values written in memory over stored ones; `null` for what was removed. */
class Overlay<Value> {
  readonly #written = new Map<string, Value | null>();

  set(key: string, value: Value | null): void {
    this.#written.set(key, value);
  }

  /** `undefined`: not written here, so the stored one counts. */
  get(key: string): Value | null | undefined {
    return this.#written.get(key);
  }

  /** The stored pages with what was written in their place, then what is new. */
  async *over<Stored extends Value>(
    pages: AsyncIterable<readonly Stored[]>,
    keyOf: (value: Value) => string,
    isWanted: (value: Value) => boolean = () => true,
  ): AsyncGenerator<readonly Value[]> {
    const seen = new Set<string>();
    for await (const page of pages) {
      yield page.flatMap((stored): readonly Value[] => {
        const key = keyOf(stored);
        seen.add(key);
        const written = this.#written.get(key);
        if (written === undefined) return [stored];
        return written !== null && isWanted(written) ? [written] : [];
      });
    }
    const added = [...this.#written].flatMap(([key, value]) => (value === null || seen.has(key) ? [] : [value]));
    yield added.filter(isWanted);
  }
}

const objectKey = (kind: ObjectKind, id: string) => `${kind}~${id}`;

/** Anchors that are read from the store and written in memory. */
export function overlayAnchors(real: AnchorStore): AnchorStore {
  const anchors = new Overlay<Anchor>();
  const owners = new Overlay<string>();
  const keep = (anchor: Anchor): StoredAnchor => {
    anchors.set(objectKey(anchor.kind, anchor.sourceId), anchor);
    owners.set(objectKey(anchor.kind, anchor.slackId), anchor.sourceId);
    return { ...anchor, etag: ETAG };
  };
  const store: AnchorStore = {
    read: async (kind, sourceId) => {
      const written = anchors.get(objectKey(kind, sourceId));
      if (written === undefined) return real.read(kind, sourceId);
      return written === null ? undefined : { ...written, etag: ETAG };
    },
    linksOf: async (kind, sourceIds) => {
      const links = new Map(await real.linksOf(kind, sourceIds));
      for (const id of sourceIds) {
        const written = anchors.get(objectKey(kind, id));
        if (written === null) links.delete(id);
        else if (written) links.set(id, written);
      }
      return links;
    },
    claim: async (anchor) => {
      const owner = await store.ownerOf(anchor.kind, anchor.slackId);
      if (owner !== undefined && owner !== anchor.sourceId) throw new SlackIdTakenError(anchor.slackId, owner);
      return keep(anchor);
    },
    update: async (anchor) => keep(anchor),
    release: async ({ kind, sourceId, slackId }) => {
      anchors.set(objectKey(kind, sourceId), null);
      owners.set(objectKey(kind, slackId), null);
    },
    ownerOf: async (kind, slackId) => {
      const written = owners.get(objectKey(kind, slackId));
      return written === undefined ? real.ownerOf(kind, slackId) : (written ?? undefined);
    },
    countActive: async (kind) => {
      let count = 0;
      for await (const page of store.list(kind)) count += page.filter(({ active }) => active).length;
      return count;
    },
    list: (kind) =>
      anchors.over(
        real.list(kind),
        (anchor) => objectKey(anchor.kind, anchor.sourceId),
        (anchor) => anchor.kind === kind,
      ),
  };
  return store;
}

/** Scope rows that are read from the store and written in memory. Each principal is compared once, so its ledger stays as stored. */
export function overlayScope(real: ScopeStore): ScopeStore {
  const rows = new Overlay<ScopeRow>();
  const keyOf = ({ kind, sourceId, principalId }: ScopeRow) => `${objectKey(kind, sourceId)}~${principalId}`;
  return {
    rowsOf: async (kind, sourceId) => {
      const stored = [await real.rowsOf(kind, sourceId)];
      const isWanted = (row: ScopeRow) => row.kind === kind && row.sourceId === sourceId;
      const found: ScopeRow[] = [];
      for await (const page of rows.over(pagesOf(stored), keyOf, isWanted)) found.push(...page);
      return found;
    },
    list: (kind) => rows.over(real.list(kind), keyOf, (row) => row.kind === kind),
    put: async (put) => {
      for (const row of put) rows.set(keyOf(row), row);
    },
    remove: async (removed) => {
      for (const row of removed) rows.set(keyOf(row), null);
    },
    ledger: (principal) => real.ledger(principal),
    acknowledge: async () => undefined,
  };
}

async function* pagesOf<T>(pages: readonly T[]): AsyncGenerator<T> {
  yield* pages;
}

/** Staged deletions that are read from the store and written in memory. */
export function overlayDeletions(real: DeletionStore): DeletionStore {
  const deletions = new Overlay<StagedDeletion>();
  const keyOf = ({ kind, id }: Pick<StagedDeletion, 'kind' | 'id'>) => objectKey(kind, id);
  return {
    read: async (kind, id) => {
      const written = deletions.get(objectKey(kind, id));
      return written === undefined ? real.read(kind, id) : (written ?? undefined);
    },
    list: (filter) =>
      deletions.over(real.list(filter), keyOf, ({ decision }) => !filter?.decision || filter.decision === decision),
    put: async (put) => {
      for (const deletion of put) deletions.set(keyOf(deletion), deletion);
    },
    decide: async () => {
      throw new Error('A preview decides about no deletions.');
    },
    remove: async (removed) => {
      for (const deletion of removed) deletions.set(keyOf(deletion), null);
    },
  };
}

/** Documents of the job that are read from the store and written in memory. */
export function overlayJob(real: JobStore): JobStore {
  const documents = new Overlay<{ readonly value: unknown }>();
  return {
    read: async <K extends JobKey>(key: K) => {
      const written = documents.get(key);
      if (written === undefined) return real.read(key);
      return written === null ? undefined : { value: written.value as JobDocuments[K], etag: ETAG };
    },
    readAll: () => real.readAll(),
    write: async (key, value) => {
      documents.set(key, { value });
      return ETAG;
    },
    remove: async (key) => documents.set(key, null),
  };
}
