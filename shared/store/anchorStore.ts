import { ConcurrencyError, SlackIdTakenError } from '../errors/storeErrors.ts';
import type { Anchor, MatchedBy, StoredAnchor } from '../model/anchor.ts';
import type { ObjectKind } from '../model/change.ts';
import { snapshotOf } from '../model/snapshot.ts';
import type { AnchorLink, AnchorStore } from '../ports/stores.ts';
import { inParallel } from './batches.ts';
import { idColumns, readIds } from './idColumns.ts';
import { jsonColumns, readJson } from './jsonColumns.ts';
import type { Row, RowKey, StoredRow } from './table.ts';
import type { Tables } from './tableClients.ts';
import { encodeKey, entraId, kindRange, objectKey, objectOf } from './tableKeys.ts';

/**
 * Row of table `anchors`, key: kind + 2 hex digits / Entra id. JSON columns `snapshot…` and `references…` beside these, and for
 * a group whose members are provisioned the columns `members…` of ids.
 */
export interface AnchorRow {
  readonly slackId: string;
  readonly matchedBy: MatchedBy;
  readonly active: boolean;
  readonly uncertain: boolean;
  readonly disabledInSlack: boolean;
  readonly retired: boolean;
  readonly lastOutcome: string;
  readonly updatedAt: string;
  /** A group's members are provisioned; the id columns hold them. */
  readonly hasMembers?: boolean;
}

/** Above this many links one scan of the table costs less than a request for each. */
const MOST_POINT_READS = 2000;
const LINK_COLUMNS = ['slackId', 'active', 'uncertain', 'retired', 'lastOutcome'] as const;

/** Row of table `slackIds`, key: kind / Slack id. Its insertion is what makes a link unique from Slack's side. */
export interface SlackIdRow {
  readonly sourceId: string;
}

/** Anchors in tables `anchors` and `slackIds`. A retired anchor keeps its `slackIds` row: the account is still that person's. */
export function createAnchorStore({ anchors, slackIds }: Pick<Tables, 'anchors' | 'slackIds'>): AnchorStore {
  async function takeSlackId({ kind, slackId, sourceId }: Anchor): Promise<void> {
    const key = slackKey(kind, slackId);
    try {
      await slackIds.insert({ ...key, sourceId: entraId(sourceId) });
    } catch (error) {
      if (!(error instanceof ConcurrencyError)) throw error;
      const owner = await slackIds.read(key);
      // Released between the two requests: nobody's now, but that is for the next try to find out.
      if (!owner) throw error;
      if (owner.sourceId !== entraId(sourceId)) throw new SlackIdTakenError(slackId, owner.sourceId);
    }
  }

  async function readLink(kind: ObjectKind, sourceId: string): Promise<AnchorLink | undefined> {
    const row = await anchors.read(objectKey(kind, sourceId));
    return row && toLink(row);
  }

  return {
    async linksOf(kind, ids) {
      const wanted = new Set(ids);
      const links = new Map<string, AnchorLink>();
      if (wanted.size > MOST_POINT_READS) {
        const select = ['PartitionKey', 'RowKey', ...LINK_COLUMNS];
        for await (const page of anchors.pages(kindRange(kind), { select })) {
          for (const row of page) if (wanted.has(row.rowKey)) links.set(row.rowKey, toLink(row));
        }
        return links;
      }
      await inParallel([...wanted], async (id) => {
        const link = await readLink(kind, id);
        if (link) links.set(id, link);
      });
      return links;
    },

    async read(kind, sourceId) {
      const row = await anchors.read(objectKey(kind, sourceId));
      return row && { ...toAnchor(row), etag: row.etag };
    },

    async claim(anchor) {
      const row = toRow(anchor);
      await takeSlackId(anchor);
      const etag = await anchors.insert(row);
      return { ...toAnchor(row), etag };
    },

    async update(anchor) {
      const row = toRow(anchor);
      const etag = await anchors.replace(row, anchor.etag);
      return { ...toAnchor(row), etag };
    },

    async release({ kind, sourceId, slackId, etag }) {
      await anchors.delete(objectKey(kind, sourceId), etag);
      const key = slackKey(kind, slackId);
      const owner = await slackIds.read(key);
      // A repeated release must not take the id from someone who has claimed it since.
      if (owner?.sourceId === entraId(sourceId)) await slackIds.delete(key, owner.etag);
    },

    async ownerOf(kind, slackId) {
      return (await slackIds.read(slackKey(kind, slackId)))?.sourceId;
    },

    async countActive(kind) {
      let count = 0;
      const filter = `${kindRange(kind)} and active eq true`;
      for await (const page of anchors.pages(filter, { select: ['RowKey'] })) count += page.length;
      return count;
    },

    async *list(kind) {
      for await (const page of anchors.pages(kindRange(kind))) yield page.map(toAnchor);
    },
  };
}

function slackKey(kind: ObjectKind, slackId: string): RowKey {
  return { partitionKey: kind, rowKey: encodeKey(slackId) };
}

function toRow(anchor: Anchor): Row<AnchorRow> {
  const { kind, sourceId, slackId, matchedBy, active, uncertain, disabledInSlack, retired, lastOutcome, updatedAt } =
    anchor;
  return {
    ...objectKey(kind, sourceId),
    ...{ slackId, matchedBy, active, uncertain, disabledInSlack, retired, lastOutcome, updatedAt },
    ...jsonColumns('snapshot', snapshotOf(anchor.snapshot)),
    ...jsonColumns('references', anchor.references),
    ...memberColumns(anchor),
  };
}

function memberColumns({ members }: Anchor): Record<string, boolean | Uint8Array> {
  if (!members) return {};
  return {
    hasMembers: true,
    ...idColumns('membersWritten', members.written),
    ...idColumns('membersAwaited', members.awaited),
    ...idColumns('membersRefused', members.refused),
  };
}

function membersIn(row: Row<AnchorRow>): Pick<Anchor, 'members'> {
  if (!row.hasMembers) return {};
  const [written, awaited, refused] = ['membersWritten', 'membersAwaited', 'membersRefused'].map((name) =>
    readIds(row, name),
  ) as [readonly string[], readonly string[], readonly string[]];
  return { members: { written, awaited, refused } };
}

function toLink({ slackId, active, uncertain, retired, lastOutcome }: Row<AnchorRow>): AnchorLink {
  return { slackId, active, uncertain, retired, lastOutcome };
}

function toAnchor(row: Row<AnchorRow> | StoredRow<AnchorRow>): Anchor {
  const { kind, id } = objectOf(row);
  const { slackId, matchedBy, active, uncertain, disabledInSlack, retired, lastOutcome, updatedAt } = row;
  return {
    ...{ kind, sourceId: id, slackId, matchedBy, active, uncertain, disabledInSlack, retired, lastOutcome, updatedAt },
    snapshot: readJson<StoredAnchor['snapshot']>(row, 'snapshot') ?? {},
    references: readJson<StoredAnchor['references']>(row, 'references') ?? {},
    ...membersIn(row),
  };
}
