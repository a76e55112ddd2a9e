import { afterEach, describe, expect, it } from 'vitest';
import type { BatchAnswer } from '../../shared/entra/graphBatch.ts';
import { createPhotos } from '../../shared/entra/photos.ts';
import { createSource } from '../../shared/entra/source.ts';
import { type ScriptedGraph, scriptGraph } from './graphClientScript.ts';

const opened: ScriptedGraph[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

async function script(...parameters: Parameters<typeof scriptGraph>): Promise<ScriptedGraph> {
  const graph = await scriptGraph(...parameters);
  opened.push(graph);
  return graph;
}

interface Part {
  readonly id: string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const batch = (...responses: Part[]) => ({ status: 200, body: { responses } });
const sent = (graph: ScriptedGraph) => graph.seen.map(({ body }) => JSON.parse(body.toString()).requests);
const told = (answers: readonly BatchAnswer[]) =>
  answers.map(({ body, error }) => (error ? `${error.class} ${error.code}` : body));
const failed = (code: string) => ({ error: { code, message: 'secret words' } });
const A = '0aaaaaaa-0000-4000-8000-00000000000a';
const B = '0bbbbbbb-0000-4000-8000-00000000000b';
const photo = (etag: string) => ({ '@odata.mediaEtag': etag, id: '240X240', width: 240, height: 240 });

describe('Graph client: batches', () => {
  it('sends paths below the version and gives the answers in their order, each judged by itself', async () => {
    const graph = await script([
      batch(
        { id: '1', status: 404, body: failed('ImageNotFound') },
        { id: '2', status: 403, body: failed('Authorization_RequestDenied') },
        { id: '0', status: 200, body: { id: A } },
      ),
    ]);
    const answers = await graph.client.getBatch([`/users/${A}?$select=id,mail`, '/users/x/photo', '/users/y/photo']);
    expect(told(answers)).toEqual([{ id: A }, 'gone ImageNotFound', 'unauthorized Authorization_RequestDenied']);
    expect(answers[2]?.error?.message).toContain('ProfilePhoto.Read.All');
    expect(answers[2]?.error?.message).not.toContain('secret');
    expect(graph.calls()).toEqual(['POST /v1.0/$batch']);
    expect(sent(graph)[0]?.[0]).toEqual({ id: '0', method: 'GET', url: `/users/${A}?$select=id,mail` });
  });

  it('repeats only what was throttled or failed, after the longest wait that was asked for', async () => {
    const graph = await script([
      batch(
        { id: '0', status: 429, headers: { 'Retry-After': '5.5' }, body: failed('TooManyRequests') },
        { id: '1', status: 200, body: 'one' },
        { id: '2', status: 503, headers: { 'retry-after': '3' } },
      ),
      batch({ id: '2', status: 200, body: 'two' }, { id: '0', status: 200, body: 'zero' }),
    ]);
    expect(told(await graph.client.getBatch(['/a', '/b', '/c']))).toEqual(['zero', 'one', 'two']);
    expect(graph.clock.slept).toEqual([5_500]);
    expect(sent(graph)[1]?.map(({ url }: { url: string }) => url)).toEqual(['/a', '/c']);
  });

  it('says when to come back with a read whose wait is longer than the patience', async () => {
    const throttled = { id: '0', status: 429, headers: { 'Retry-After': '30' } };
    const graph = await script([
      batch(throttled, { id: '1', status: 200, body: 1 }),
      batch(throttled),
      batch({ id: '0', status: 200 }),
    ]);
    const [answer, other] = await graph.client.getBatch(['/a', '/b']);
    expect(answer?.error?.until?.toISOString()).toBe('2026-11-01T12:00:30.000Z');
    expect(other?.body).toBe(1);
    expect(graph.clock.slept).toEqual([]);
    expect((await graph.client.getBatch(['/a'], 60_000))[0]?.error).toBeUndefined();
    expect(graph.clock.slept).toEqual([30_000]);
  });

  it('counts all its waits against the patience', async () => {
    const throttled = batch({ id: '0', status: 429, headers: { 'Retry-After': '6' } });
    const graph = await script([throttled, throttled, batch({ id: '0', status: 200 })]);
    expect(told(await graph.client.getBatch(['/a']))).toEqual(['wait Http429']);
    expect(graph.clock.slept).toEqual([6_000]);
  });

  it('repeats a batch whose answer was lost or failed as a whole: it only reads', async () => {
    const lost = { status: 200, drop: true } as const;
    const graph = await script([lost, { status: 500 }, batch({ id: '0', status: 200, body: 1 })]);
    expect(told(await graph.client.getBatch(['/a']))).toEqual([1]);
  });

  it('never takes a missing answer for an absent object', async () => {
    const graph = await script([batch({ id: '7', status: 404 }), { status: 200, body: {} }]);
    expect(told(await graph.client.getBatch(['/a']))).toEqual(['retry MalformedAnswer']);
    expect(told(await graph.client.getBatch(['/a']))).toEqual(['retry MalformedAnswer']);
  });

  it('takes at most 20 reads', async () => {
    const graph = await script([]);
    await expect(graph.client.getBatch(Array(21).fill('/a'))).rejects.toThrow(/20/);
  });
});

describe('Source: photos', () => {
  const user = (id = A) => ({ id, displayName: 'Ann' });

  it('reads a user and the ETag of the photo in one request', async () => {
    const graph = await script([
      batch({ id: '1', status: 200, body: photo('"E1"') }, { id: '0', status: 200, body: user() }),
      batch({ id: '0', status: 200, body: user() }, { id: '1', status: 404, body: failed('ImageNotFound') }),
      batch({ id: '0', status: 200, body: user() }, { id: '1', status: 200, body: { ...photo(''), id: '1X1' } }),
    ]);
    const source = createSource(graph.client, { photos: true });
    expect((await source.readUser(A))?.photoEtag).toBe('"E1"');
    expect((await source.readUser(A))?.photoEtag).toBeNull();
    expect((await source.readUser(A))?.photoEtag).toBeNull();
    expect(sent(graph)[0]?.[0].url).toContain(`/users/${A}?$select=id,`);
    expect(sent(graph)[0]?.[1].url).toBe(`/users/${A}/photo`);
  });

  it.each([
    ['throttled', { status: 429, headers: { 'Retry-After': '600' } }],
    ['refused', { status: 403, body: failed('Authorization_RequestDenied') }],
    ['failing', { status: 501 }],
    ['without an ETag', { status: 200, body: { id: '240X240' } }],
  ])('neither fails a user nor calls it photoless when the photo is %s', async (_, part) => {
    const graph = await script([batch({ id: '0', status: 200, body: user() }, { id: '1', ...part })]);
    const read = await createSource(graph.client, { photos: true }).readUser(A);
    expect(read?.id).toBe(A);
    expect(read).not.toHaveProperty('photoEtag');
  });

  it('looks into the recycle bin for a user who is not there, and fails with the user otherwise', async () => {
    const graph = await script([
      batch({ id: '0', status: 404 }, { id: '1', status: 404 }),
      { status: 200, body: { '@odata.type': '#microsoft.graph.user', id: A } },
      batch({ id: '0', status: 403, body: failed('Denied') }, { id: '1', status: 200, body: photo('"E"') }),
    ]);
    const source = createSource(graph.client, { photos: true });
    const deleted = await source.readUser(A);
    expect(deleted?.state).toBe('softDeleted');
    expect(deleted).not.toHaveProperty('photoEtag');
    await expect(source.readUser(A)).rejects.toMatchObject({ class: 'unauthorized', code: 'Denied' });
  });

  it('says once per cause that photos cannot be read, naming nobody', async () => {
    const refused = batch({ id: '0', status: 200, body: user() }, { id: '1', status: 403, body: failed('Denied') });
    const graph = await script([refused, refused]);
    const warnings: string[] = [];
    const silent = { info: () => undefined, error: () => undefined, event: () => undefined };
    const logger = { ...silent, warn: (text: string) => warnings.push(text) };
    const source = createSource(graph.client, { photos: true, logger });
    await source.readUser(A);
    await source.readUser(A);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('ProfilePhoto.Read.All');
  });

  it('waits for throttled photos in a listing, and does without the rest when the wait is too long', async () => {
    const ids = Array.from({ length: 2 }, (_, n) => `0aaaaaaa-0000-4000-8000-${String(n).padStart(12, '0')}`);
    const graph = await script([
      batch({ id: '0', status: 429, headers: { 'Retry-After': '40' } }, { id: '1', status: 200, body: photo('"b"') }),
      batch({ id: '0', status: 200, body: photo('"a"') }),
      batch({ id: '0', status: 429, headers: { 'Retry-After': '400' } }, { id: '1', status: 404 }),
    ]);
    const readEtags = createPhotos(graph.client).forListing();
    expect([...(await readEtags(ids))]).toEqual([
      [ids[0], '"a"'],
      [ids[1], '"b"'],
    ]);
    expect(graph.clock.slept).toEqual([40_000]);
    expect([...(await readEtags(ids)).values()]).toEqual([undefined, null]);
    expect((await readEtags(ids)).size).toBe(0);
    expect(graph.seen).toHaveLength(3);
  });

  it('reads the ETag first, then 240 x 240, then whatever there is', async () => {
    const jpeg = { 'content-type': 'image/jpeg; charset=binary' };
    const bytes = Buffer.from([0xff, 0xd8, 0x00, 0x80]);
    const graph = await script([
      { status: 200, body: photo('"E1"') },
      { status: 404 },
      { status: 200, headers: jpeg, body: bytes },
    ]);
    const read = await createSource(graph.client).readPhoto(A);
    expect(read).toEqual({ etag: '"E1"', contentType: 'image/jpeg', bytes: new Uint8Array(bytes) });
    expect(graph.calls()).toEqual([
      `GET /v1.0/users/${A}/photo`,
      `GET /v1.0/users/${A}/photos/240x240/$value`,
      `GET /v1.0/users/${A}/photo/$value`,
    ]);
  });

  it('answers no photo only when Graph says so', async () => {
    const metadata = { status: 200, body: photo('"E1"') };
    const picture = (body: Buffer) => ({ status: 200, headers: { 'content-type': 'image/png' }, body });
    const graph = await script([
      { status: 404 },
      { status: 200, body: { id: '1x1', '@odata.mediaEtag': '' } },
      metadata,
      { status: 404 },
      { status: 404 },
      { status: 200, body: {} },
      metadata,
      { status: 200, body: { not: 'a picture' } },
      metadata,
      picture(Buffer.alloc(0)),
      metadata,
      picture(Buffer.alloc(4 * 1024 * 1024 + 1)),
      { status: 403 },
    ]);
    const source = createSource(graph.client);
    for (let n = 0; n < 3; n += 1) expect(await source.readPhoto(B)).toBeUndefined();
    for (let n = 0; n < 3; n += 1) await expect(source.readPhoto(B)).rejects.toMatchObject({ code: 'MalformedAnswer' });
    await expect(source.readPhoto(B)).rejects.toMatchObject({ class: 'invalid', code: 'PhotoTooLarge' });
    await expect(source.readPhoto(B)).rejects.toMatchObject({ class: 'unauthorized' });
  });
});
