import { afterEach, describe, expect, it } from 'vitest';
import { startGraphSimulator } from '../../infra/local/graph/startGraphSimulator.ts';
import { createGraphClient } from '../../shared/entra/graphClient.ts';
import { createSource, type SourceOptions } from '../../shared/entra/source.ts';
import { manualClock } from './graphClientScript.ts';
import { person, tenantOf } from './graphSimulatorCalls.ts';

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

const users = Array.from({ length: 45 }, (_, index) => person(`user${index}`));
const id = (index: number): string => users[index]?.id ?? '';

async function connect(options: SourceOptions = {}) {
  const graph = await startGraphSimulator({ tenant: tenantOf(users) });
  opened.push(graph);
  const clock = manualClock();
  const credential = { getToken: async () => 'local' };
  const client = createGraphClient({ baseUrl: graph.url, credential, clock, random: () => 0 });
  return { graph, clock, directory: graph.directory, source: createSource(client, options) };
}

async function collect<T>(pages: AsyncIterable<readonly T[]>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(...page);
  return all;
}

const picture = (bytes: string) => ({ contentType: 'image/jpeg', bytes: Buffer.from(bytes) });

describe('Source against the Graph simulator: groups', () => {
  it('follows a group from presence to the recycle bin and out of existence', async () => {
    const code = 'extension_0123456789abcdef0123456789abcdef_code';
    const { directory, source } = await connect({ groupExtensionProperties: [code] });
    const { id: group } = directory.addGroup({ displayName: 'G', description: 'd', visibility: 'Private', [code]: 7 });
    expect((await collect(source.listGroups()))[0]?.properties[code]).toBe(7);
    expect(source.deltaSelect('groups')).toContain(`,${code},members`);
    expect(await source.readGroup(group.toUpperCase())).toMatchObject({
      id: group,
      state: 'present',
      properties: { displayName: 'G', description: 'd', visibility: 'Private', securityEnabled: true, groupTypes: [] },
    });
    expect((await collect(source.listGroups())).map((one) => one.id)).toEqual([group]);
    directory.deleteGroup(group);
    expect((await source.readGroup(group))?.state).toBe('softDeleted');
    expect(await collect(source.listGroups())).toEqual([]);
    await expect(collect(source.listGroupUserIds(group, { transitive: false }))).rejects.toMatchObject({
      class: 'gone',
    });
    directory.purgeGroup(group);
    expect(await source.readGroup(group)).toBeUndefined();
  });

  it('lists direct members that are users, and refuses to call a hidden membership empty', async () => {
    const { graph, directory, source } = await connect();
    const inner = directory.addGroup({ displayName: 'Inner' }).id;
    const outer = directory.addGroup({ displayName: 'Outer' }, [id(0), inner]).id;
    const membersOf = (group: string) => collect(source.listGroupUserIds(group, { transitive: false }));
    expect(await membersOf(outer)).toEqual([id(0)]);
    expect(await membersOf(inner)).toEqual([]);
    const hidden = directory.addGroup({ displayName: 'H', visibility: 'HiddenMembership' }, [id(0)]).id;
    expect(await membersOf(hidden)).toHaveLength(1);
    graph.faults.hiddenMembersPermission = false;
    for (const refuse of [false, true]) {
      graph.faults.refuseHiddenMembers = refuse;
      await expect(membersOf(hidden)).rejects.toMatchObject({ class: 'invalid', code: 'HiddenMembership' });
    }
  });

  it('does not expand a group while the members of one within it are hidden', async () => {
    const { graph, directory, source } = await connect();
    const hidden = directory.addGroup({ displayName: 'H', visibility: 'HiddenMembership' }, [id(0)]).id;
    const outer = directory.addGroup({ displayName: 'Outer' }, [id(1), hidden]).id;
    const expand = () => collect(source.listGroupUserIds(outer, { transitive: true }));
    expect((await expand()).toSorted()).toEqual([id(0), id(1)].toSorted());
    graph.faults.hiddenMembersPermission = false;
    await expect(expand()).rejects.toMatchObject({ class: 'invalid', code: 'HiddenMembership' });
    expect(await collect(source.listGroupUserIds(outer, { transitive: false }))).toEqual([id(1)]);
  });

  it('joins the members of a round that is split into rows and pages, and skips a hint that is too long', async () => {
    const { graph, directory, source } = await connect();
    Object.assign(graph.faults, { deltaPageSize: 20, deltaRowMembers: 7, emptyDeltaPages: 1 });
    const everyone = users.map((user) => user.id);
    const large = directory.addGroup({ displayName: 'Large' }).id;
    const renamed = directory.addGroup({ displayName: 'Old' }).id;
    const { link } = await source.latestDelta('groups');
    directory.addMembers(large, everyone);
    directory.removeMembers(large, [id(3)]);
    directory.patchGroup(renamed, { displayName: 'New' });
    const pages = [];
    for await (const page of source.readDelta('groups', link)) pages.push(page);
    expect(pages).toHaveLength(1);
    expect(pages[0]?.ids).toEqual([large, renamed]);
    expect(pages[0]?.members?.get(large)?.added.toSorted()).toEqual(everyone.toSorted());
    expect(pages[0]?.members?.get(large)?.removed).toEqual([id(3)]);
    expect(pages[0]?.members?.get(renamed)).toEqual({ added: [], removed: [] });
    expect(graph.requests.filter(({ path }) => path.includes('skiptoken')).length).toBeGreaterThan(2);
  });
});

describe('Source against the Graph simulator: photos', () => {
  it('reads ETags with one user in one request, and with a listing in batches of 20', async () => {
    const { graph, directory, source } = await connect({ photos: true });
    directory.setPhoto(id(0), picture('one'));
    directory.setPhoto(id(44), picture('two'));
    const ann = await source.readUser(id(0));
    expect(ann?.photoEtag).toMatch(/^"\w+"$/);
    expect((await source.readUser(id(1)))?.photoEtag).toBeNull();
    expect(graph.requests).toHaveLength(2);
    const listed = await collect(source.listUsers());
    expect(listed).toHaveLength(45);
    expect(listed[0]?.photoEtag).toBe(ann?.photoEtag);
    expect(listed.filter(({ photoEtag }) => typeof photoEtag === 'string')).toHaveLength(2);
    expect(listed.filter(({ photoEtag }) => photoEtag === null)).toHaveLength(43);
    expect(graph.requests).toHaveLength(2 + 1 + 3);
  });

  it('obeys the wait of a throttled photo, alone, and leaves one out that keeps failing', async () => {
    const { graph, clock, directory, source } = await connect({ photos: true });
    for (const index of [1, 2]) directory.setPhoto(id(index), picture('x'));
    Object.assign(graph.faults.throttle, { next: 1, pathContains: `${id(1)}/photo`, retryAfter: '25' });
    Object.assign(graph.faults.serverErrors, { probability: 1, pathContains: `${id(2)}/photo`, status: 504 });
    const listed = await collect(source.listUsers());
    expect(clock.slept).toContain(25_000);
    expect(listed[1]?.photoEtag).toMatch(/^"/);
    expect(listed[2]).not.toHaveProperty('photoEtag');
    expect(listed[3]?.photoEtag).toBeNull();
  });

  it('reads a photo whose ETag is the one that comes with the user, and notices a new one', async () => {
    const { graph, directory, source } = await connect({ photos: true });
    expect(await source.readPhoto(id(0))).toBeUndefined();
    graph.faults.photoPlaceholder = true;
    expect(await source.readPhoto(id(0))).toBeUndefined();
    expect((await source.readUser(id(0)))?.photoEtag).toBeNull();
    directory.setPhoto(id(0), picture('bytes'));
    const photo = await source.readPhoto(id(0));
    expect(photo).toMatchObject({ contentType: 'image/jpeg', bytes: new Uint8Array(Buffer.from('bytes')) });
    expect((await source.readUser(id(0)))?.photoEtag).toBe(photo?.etag);
    directory.setPhoto(id(0), picture('other'));
    expect((await source.readUser(id(0)))?.photoEtag).not.toBe(photo?.etag);
  });

  it('finds deleted users whether photos are read or not', async () => {
    const { directory, source } = await connect({ photos: true });
    directory.deleteUser(id(0));
    expect((await source.readUser(id(0)))?.state).toBe('softDeleted');
    directory.purgeUser(id(0));
    expect(await source.readUser(id(0))).toBeUndefined();
  });
});
