import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GraphSimulator, startGraphSimulator } from '../../infra/local/graph/startGraphSimulator.ts';
import { type Call, caller, person, tenantOf } from './graphSimulatorCalls.ts';

const ann = person('ann');
const bob = person('bob');
/** The head of a PNG, as far as its size. */
function png(width: number, more = 0): Buffer {
  const head = Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0\0\0\0\0', 'latin1');
  head.writeUInt32BE(width, 16);
  return Buffer.concat([head, Buffer.from([more])]);
}

describe('photos of the Graph simulator', () => {
  let graph: GraphSimulator;
  let call: Call;
  beforeEach(async () => {
    graph = await startGraphSimulator({ tenant: tenantOf([ann, bob]) });
    call = caller(graph.url);
  });
  afterEach(() => graph.close());

  const send = (method: string, path: string, body?: Buffer, contentType = 'image/png') =>
    fetch(`${graph.url}/v1.0${path}`, {
      method,
      headers: { authorization: 'Bearer test', ...(body ? { 'content-type': contentType } : {}) },
      ...(body ? { body: new Uint8Array(body) } : {}),
    });

  it('gives back the bytes that were put, with their type, until they are deleted', async () => {
    const path = `/users/${ann.id}/photo/$value`;
    expect((await send('GET', path)).status).toBe(404);
    expect((await send('PUT', path, png(240))).status).toBe(200);
    const answer = await send('GET', `/users/ann@contoso.example/photo/$value`);
    expect(answer.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(png(240));
    expect((await send('DELETE', path)).status).toBe(204);
    expect((await send('GET', path)).status).toBe(404);
    expect((await send('DELETE', path)).status).toBe(404);
  });

  it('describes the photo with an ETag that follows its bytes', async () => {
    const describePhoto = async () => (await call('GET', `/users/${ann.id}/photo`)).body;
    graph.directory.setPhoto(ann.id, { contentType: 'image/png', bytes: png(240, 1) });
    const first = await describePhoto();
    expect(first).toEqual({
      '@odata.context': `${graph.url}/v1.0/$metadata#users('${ann.id}')/photo/$entity`,
      '@odata.id': expect.stringContaining(`/users('${ann.id}@`),
      '@odata.mediaContentType': 'image/png',
      '@odata.mediaEtag': expect.stringMatching(/^"[0-9A-F]{8}"$/),
      id: '240X240',
      width: 240,
      height: 240,
    });
    graph.directory.setPhoto(ann.id, { contentType: 'image/png', bytes: png(240, 2) });
    expect((await describePhoto())['@odata.mediaEtag']).not.toBe(first['@odata.mediaEtag']);
    graph.directory.setPhoto(ann.id, { contentType: 'image/png', bytes: png(240, 1) });
    expect((await describePhoto())['@odata.mediaEtag']).toBe(first['@odata.mediaEtag']);
  });

  it('has the sizes up to that of the photo', async () => {
    await send('PUT', `/users/${ann.id}/photo/$value`, png(130));
    const status = async (size: string) => (await send('GET', `/users/${ann.id}/photos/${size}/$value`)).status;
    expect([await status('48x48'), await status('120X120'), await status('240x240'), await status('50x50')]).toEqual([
      200, 200, 404, 400,
    ]);
    const { body } = await call('GET', `/users/${ann.id}/photos`);
    expect(body.value.map(({ id }) => id)).toEqual(['48x48', '64x64', '96x96', '120x120']);
  });

  it('reads the size of a JPEG from its frame', async () => {
    const jpeg = Buffer.from('ffd8ffe000044a46ffc0000b08006000f0010111', 'hex');
    await send('PUT', `/users/${ann.id}/photo/$value`, jpeg, 'image/jpeg');
    expect((await call('GET', `/users/${ann.id}/photo`)).body.width).toBe(240);
  });

  it('refuses what is no picture or larger than 4 MB', async () => {
    const path = `/users/${ann.id}/photo/$value`;
    expect((await send('PUT', path, Buffer.from('{}'), 'application/json')).status).toBe(400);
    expect((await send('PUT', path, Buffer.alloc(4 * 1024 * 1024 + 1))).status).toBe(413);
    expect((await send('PUT', '/users/nobody/photo/$value', png(48))).status).toBe(404);
  });

  it('answers a user without a photo with 404, or with a picture of 1 x 1 when switched so', async () => {
    const missing = await call('GET', `/users/${bob.id}/photo`);
    expect([missing.status, missing.body.error.code]).toEqual([404, 'ImageNotFound']);
    graph.faults.photoPlaceholder = true;
    const { status, body } = await call('GET', `/users/${bob.id}/photo`);
    expect([status, body.id, body['@odata.mediaEtag']]).toEqual([200, '1X1', '']);
    expect((await send('GET', `/users/${bob.id}/photo/$value`)).status).toBe(404);
  });

  it('carries photos in batches as base64, either way', async () => {
    const requests = [
      {
        id: '1',
        method: 'PUT',
        url: `/users/${ann.id}/photo/$value`,
        headers: { 'Content-Type': 'image/png' },
        body: png(48).toString('base64'),
      },
      { id: '2', method: 'GET', url: `/users/${ann.id}/photo/$value`, dependsOn: ['1'] },
      { id: '3', method: 'GET', url: `/users/${bob.id}/photo` },
    ];
    const { body } = await call('POST', '/$batch', { requests });
    const responses = body.responses as {
      id: string;
      status: number;
      headers: Record<string, string>;
      body: unknown;
    }[];
    const byId = new Map(responses.map((response) => [response.id, response]));
    expect(byId.get('2')).toMatchObject({
      status: 200,
      headers: { 'Content-Type': 'image/png' },
      body: png(48).toString('base64'),
    });
    expect(byId.get('3')?.status).toBe(404);
  });

  it('tells of a photo neither in notifications nor in delta queries, and asks no resource units for it', async () => {
    const { body } = await call('GET', '/users/delta?$deltatoken=latest&$select=displayName');
    const put = await send('PUT', `/users/${ann.id}/photo/$value`, png(48));
    expect(put.headers.get('x-ms-resource-unit')).toBeNull();
    expect((await call('GET', body['@odata.deltaLink'])).body.value).toEqual([]);
  });

  it('keeps a photo over a restart, a change of the user and the recycle bin', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'graph-'));
    const dataFile = join(folder, 'graph.json');
    const first = await startGraphSimulator({ tenant: tenantOf([ann]), dataFile });
    first.directory.setPhoto(ann.id, { contentType: 'image/png', bytes: png(48) });
    first.directory.patchUser(ann.id, { department: 'Sales' });
    first.directory.deleteUser(ann.id);
    first.directory.restoreUser(ann.id);
    await first.close();
    const second = await startGraphSimulator({ dataFile });
    const { status } = await caller(second.url)('GET', `/users/${ann.id}/photo`);
    await second.close();
    rmSync(folder, { recursive: true });
    expect(status).toBe(200);
  });
});
