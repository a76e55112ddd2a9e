import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConcurrencyError, SlackIdTakenError } from '../../shared/errors/storeErrors.ts';
import { snapshotValue } from '../../shared/model/snapshot.ts';
import type { AnchorStore } from '../../shared/ports/stores.ts';
import { createAnchorStore } from '../../shared/store/anchorStore.ts';
import { createTables, type Tables } from '../../shared/store/tableClients.ts';
import { anchorOf, entraIdOf } from '../support/anchors.ts';
import { type AzuriteTables, startAzuriteTables } from '../support/azurite.ts';

let azurite: AzuriteTables;
let tables: Tables;
let anchors: AnchorStore;

beforeAll(async () => {
  azurite = await startAzuriteTables();
  tables = createTables(azurite);
  anchors = createAnchorStore(tables);
  await anchors.read('user', entraIdOf(0));
});
afterAll(() => azurite.close());

describe('an anchor', () => {
  it('is read as it was claimed', async () => {
    const claimed = await anchors.claim(anchorOf(1));
    expect(claimed).toEqual({ ...anchorOf(1), etag: expect.stringContaining('datetime') });
    expect(await anchors.read('user', entraIdOf(1))).toEqual(claimed);
    expect(await anchors.ownerOf('user', 'U1')).toBe(entraIdOf(1));
  });

  it('is found by its Entra id in upper case too, and is undefined when there is none', async () => {
    await anchors.claim(anchorOf(10));
    expect((await anchors.read('user', entraIdOf(10).toUpperCase()))?.slackId).toBe('U10');
    expect(await anchors.read('group', entraIdOf(10))).toBeUndefined();
    expect(await anchors.ownerOf('group', 'U10')).toBeUndefined();
  });

  it('keeps its two kinds apart although ids may be equal', async () => {
    await anchors.claim(anchorOf(11));
    await anchors.claim(anchorOf(11, { kind: 'group', slackId: 'S11' }));
    expect((await anchors.read('group', entraIdOf(11)))?.slackId).toBe('S11');
    expect((await anchors.read('user', entraIdOf(11)))?.slackId).toBe('U11');
  });

  it('holds long values as hashes, and the answer of the write shows them so', async () => {
    const photo = 'x'.repeat(5_000);
    const claimed = await anchors.claim(anchorOf(12, { snapshot: { photo, userName: 'kept' } }));
    expect(claimed.snapshot).toEqual({ photo: snapshotValue(photo), userName: 'kept' });
    expect((await anchors.read('user', entraIdOf(12)))?.snapshot).toEqual(claimed.snapshot);
  });

  it('holds more than one property can, without breaking characters outside the basic plane', async () => {
    const snapshot = Object.fromEntries(Array.from({ length: 120 }, (_, n) => [`a${n}`, `${'😀'.repeat(240)}${n}`]));
    await anchors.claim(anchorOf(13, { snapshot }));
    expect((await anchors.read('user', entraIdOf(13)))?.snapshot).toEqual(snapshot);
  });

  it('refuses an id that is not a GUID before anything is sent', async () => {
    const operations = await azurite.operationsOf(async () => {
      await expect(anchors.read('user', "x' or '1' eq '1")).rejects.toMatchObject({
        class: 'invalid',
        code: 'MalformedId',
      });
      await expect(anchors.claim(anchorOf(14, { sourceId: 'a/b' }))).rejects.toMatchObject({ code: 'MalformedId' });
    });
    expect(operations).toEqual([]);
  });

  it('is looked up by any Slack id, however odd', async () => {
    await anchors.claim(anchorOf(15, { slackId: "o'dd/\\#?~\u0001ü" }));
    expect(await anchors.ownerOf('user', "o'dd/\\#?~\u0001ü")).toBe(entraIdOf(15));
  });
});

describe('a claim', () => {
  it('is refused when another Entra object holds the Slack id, and names it', async () => {
    await anchors.claim(anchorOf(20));
    const rival = anchors.claim(anchorOf(21, { slackId: 'U20' }));
    await expect(rival).rejects.toThrow(SlackIdTakenError);
    await expect(rival).rejects.toMatchObject({ ownerId: entraIdOf(20) });
    expect(await anchors.read('user', entraIdOf(21))).toBeUndefined();
  });

  it('of two at the same time for one Slack id, exactly one wins', async () => {
    const rivals = [22, 23, 24, 25].map((n) => anchors.claim(anchorOf(n, { slackId: 'UX' })));
    const results = await Promise.allSettled(rivals);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(results.filter((r) => r.status === 'rejected' && r.reason instanceof SlackIdTakenError)).toHaveLength(3);
  });

  it('is a lost race when the object has an anchor already', async () => {
    await anchors.claim(anchorOf(26));
    await expect(anchors.claim(anchorOf(26))).rejects.toThrow(ConcurrencyError);
    await expect(anchors.claim(anchorOf(26, { slackId: 'UY' }))).rejects.toThrow(ConcurrencyError);
  });

  it('succeeds after a crash between its two writes', async () => {
    await tables.slackIds.insert({ partitionKey: 'user', rowKey: 'U27', sourceId: entraIdOf(27) });
    expect((await anchors.claim(anchorOf(27))).slackId).toBe('U27');
  });
});

describe('an update', () => {
  it('replaces the whole anchor and answers the ETag for the next one', async () => {
    const claimed = await anchors.claim(anchorOf(30));
    const once = await anchors.update({ ...claimed, active: false, snapshot: {} });
    const twice = await anchors.update({ ...once, uncertain: true });
    expect(await anchors.read('user', entraIdOf(30))).toEqual(twice);
    expect(twice).toMatchObject({ active: false, uncertain: true, snapshot: {} });
  });

  it('leaves nothing of a longer snapshot behind', async () => {
    const many = Object.fromEntries(Array.from({ length: 80 }, (_, n) => [`a${n}`, 'x'.repeat(1_000)]));
    const claimed = await anchors.claim(anchorOf(31, { snapshot: many }));
    await anchors.update({ ...claimed, snapshot: { userName: 'short' } });
    expect((await anchors.read('user', entraIdOf(31)))?.snapshot).toEqual({ userName: 'short' });
  });

  it('is a lost race when the anchor changed or is gone', async () => {
    const claimed = await anchors.claim(anchorOf(32));
    const current = await anchors.update({ ...claimed, uncertain: true });
    await expect(anchors.update(claimed)).rejects.toThrow(ConcurrencyError);
    await anchors.release(current);
    await expect(anchors.update(current)).rejects.toThrow(ConcurrencyError);
  });

  it('to retired keeps the Slack id taken', async () => {
    const claimed = await anchors.claim(anchorOf(33));
    await anchors.update({ ...claimed, retired: true });
    await expect(anchors.claim(anchorOf(34, { slackId: 'U33' }))).rejects.toThrow(SlackIdTakenError);
  });
});

describe('a release', () => {
  it('frees both the object and the Slack id', async () => {
    await anchors.release(await anchors.claim(anchorOf(40)));
    expect(await anchors.read('user', entraIdOf(40))).toBeUndefined();
    expect((await anchors.claim(anchorOf(41, { slackId: 'U40' }))).slackId).toBe('U40');
  });

  it('of an anchor that changed is a lost race and changes nothing', async () => {
    const claimed = await anchors.claim(anchorOf(42));
    await anchors.update({ ...claimed, uncertain: true });
    await expect(anchors.release(claimed)).rejects.toThrow(ConcurrencyError);
    expect(await anchors.ownerOf('user', 'U42')).toBe(entraIdOf(42));
  });

  it('repeated late does not take the Slack id from its next holder', async () => {
    const claimed = await anchors.claim(anchorOf(43));
    await anchors.release(claimed);
    await anchors.claim(anchorOf(44, { slackId: 'U43' }));
    await anchors.release(claimed);
    expect(await anchors.ownerOf('user', 'U43')).toBe(entraIdOf(44));
  });
});

describe('table operations', () => {
  it('are one for a read, found or not', async () => {
    await anchors.claim(anchorOf(50));
    expect(await azurite.operationsOf(() => anchors.read('user', entraIdOf(50)))).toEqual(['GET anchors']);
    expect(await azurite.operationsOf(() => anchors.read('user', entraIdOf(59)))).toEqual(['GET anchors']);
  });

  it('are two for a claim and one for an update', async () => {
    let claimed = anchors.claim(anchorOf(51));
    expect(await azurite.operationsOf(() => claimed)).toEqual(['POST slackIds', 'POST anchors']);
    const update = async () => anchors.update(await claimed);
    expect(await azurite.operationsOf(update)).toEqual(['PUT anchors']);
    claimed = anchors.claim(anchorOf(52));
    await claimed;
  });
});

describe('the listing of a kind', () => {
  it('shows every anchor once, by Entra id, a request per thousand', async () => {
    const own = await startAzuriteTables();
    try {
      const store = createAnchorStore(createTables(own));
      const ids = Array.from({ length: 1_050 }, (_, n) => entraIdOf(n));
      for (let start = 0; start < ids.length; start += 50) {
        await Promise.all(ids.slice(start, start + 50).map((_, n) => store.claim(anchorOf(start + n))));
      }
      await store.claim(anchorOf(7, { kind: 'group', slackId: 'S7' }));
      const listed: string[] = [];
      const sizes: number[] = [];
      const operations = await own.operationsOf(async () => {
        for await (const page of store.list('user')) {
          sizes.push(page.length);
          listed.push(...page.map(({ sourceId }) => sourceId));
        }
      });
      expect(listed).toEqual([...ids].sort());
      expect(sizes).toEqual([1_000, 50]);
      expect(operations).toEqual(['GET anchors', 'GET anchors']);
    } finally {
      await own.close();
    }
  });
});
