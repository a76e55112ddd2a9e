import { ConcurrencyError, SlackIdTakenError } from '../errors/storeErrors.ts';
import type { Anchor, MatchedBy, StoredAnchor } from '../model/anchor.ts';
import type { ObjectKind } from '../model/change.ts';
import { snapshotOf } from '../model/snapshot.ts';
import type { AnchorStore } from '../ports/stores.ts';
import { jsonColumns, readJson } from './jsonColumns.ts';
import type { Row, RowKey, StoredRow } from './table.ts';
import type { Tables } from './tableClients.ts';
import { encodeKey, entraId, kindRange, objectKey, objectOf } from './tableKeys.ts';

/** Row of table `anchors`, key: kind + 2 hex digits / Entra id. JSON columns `snapshot…` and `references…` beside these. */
export interface AnchorRow {
  readonly slackId: string;
  readonly matchedBy: MatchedBy;
  readonly active: boolean;
  readonly uncertain: boolean;
  readonly disabledInSlack: boolean;
  readonly retired: boolean;
  readonly lastOutcome: string;
  readonly updatedAt: string;
}

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

  return {
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
  };
}

function toAnchor(row: Row<AnchorRow> | StoredRow<AnchorRow>): Anchor {
  const { kind, id } = objectOf(row);
  const { slackId, matchedBy, active, uncertain, disabledInSlack, retired, lastOutcome, updatedAt } = row;
  return {
    ...{ kind, sourceId: id, slackId, matchedBy, active, uncertain, disabledInSlack, retired, lastOutcome, updatedAt },
    snapshot: readJson<StoredAnchor['snapshot']>(row, 'snapshot') ?? {},
    references: readJson<StoredAnchor['references']>(row, 'references') ?? {},
  };
}
