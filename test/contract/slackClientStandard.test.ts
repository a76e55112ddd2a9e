import fc from 'fast-check';
import { type ScimPatchOperation, type ScimResource, scimPatch } from 'scim-patch';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Attributes } from '../../shared/model/attributes.ts';
import type { Target } from '../../shared/ports/target.ts';
import { canonicalAttributes } from '../../shared/slack/canonicalAttributes.ts';
import { createSlackTarget } from '../../shared/slack/createSlackTarget.ts';
import { scim2 } from '../../shared/slack/v2/scim2.ts';
import { V2_URNS } from '../../shared/slack/v2/urns.ts';
import { readGroup } from '../../shared/slack/wire/readGroup.ts';
import { virtualClock } from '../unit/slack/virtualClock.ts';
import { ADDRESS, address, EMAIL, MOBILE, OLD, ROLE, WORK } from './slackClientAttributes.ts';
import { startScimmyServer } from './slackClientScimmy.ts';
import { recordingPacer } from './slackClientScript.ts';
import { anyPerson, PHOTO } from './slackRoundTripPeople.ts';

const jane: Attributes = {
  userName: 'jane',
  nickName: 'jane',
  displayName: 'Jane Doe',
  title: 'Engineer',
  'name.givenName': 'Jane',
  'name.familyName': 'Doe',
  [EMAIL]: 'jane@example.com',
  [MOBILE]: '+47 1',
  [WORK]: '+47 2',
  [ROLE]: 'Lead',
  ...ADDRESS,
  [`${OLD}.department`]: 'R&D',
};

/** Changes that leave an account as `{ ...jane, ...changes }` on any server that keeps to RFC 7644. */
const CHANGES: readonly [string, Attributes][] = [
  ['a title', { title: 'Boss' }],
  ['no title', { title: null }],
  ['a part of the name', { 'name.familyName': 'Roe' }],
  ['an e-mail address', { [EMAIL]: 'jane.roe@example.com' }],
  ['a phone number', { [MOBILE]: '+47 3' }],
  ['the other phone number', { [WORK]: '+47 4' }],
  ['one phone number less', { [MOBILE]: null }],
  ['no phone number', { [MOBILE]: null, [WORK]: null }],
  ['a part of the address', { [address('locality')]: 'Bergen' }],
  ['a part less of the address', { [address('postalCode')]: null }],
  ['no address', Object.fromEntries(Object.keys(ADDRESS).map((name) => [name, null]))],
  ['a role', { [ROLE]: 'Head' }],
  ['no role', { [ROLE]: null }],
  ['a department', { [`${OLD}.department`]: 'Sales' }],
  ['a user name', { userName: 'jane.roe', nickName: 'jane.roe' }],
];

/**
 * Slack names a whole extension by its schema, and has a dot after it where a part is removed. The standard knows only parts,
 * after a colon, and with it scim-patch.
 */
function toStandard({ op, path = '', ...rest }: ScimPatchOperation): ScimPatchOperation[] {
  const urn = [V2_URNS.enterprise, V2_URNS.profile, V2_URNS.guest].find((name) => path.startsWith(name));
  const part = urn === undefined ? '' : path.slice(urn.length + 1);
  const value = 'value' in rest ? rest.value : undefined;
  const standard = (name: string, written: unknown) =>
    ({ op, path: `${urn}:${name}`, value: written }) as ScimPatchOperation;
  if (urn === undefined) return [{ op, path, ...rest } as ScimPatchOperation];
  if (part !== '') return [standard(part, value)];
  return Object.entries(value ?? { type: undefined, expiration: undefined }).map(([name, written]) =>
    standard(name, written),
  );
}

function patch(stored: object, body: object | undefined): ScimResource {
  const { Operations } = (body ?? { Operations: [] }) as { Operations: ScimPatchOperation[] };
  return scimPatch(structuredClone(stored) as ScimResource, Operations.flatMap(toStandard));
}

describe('PATCH bodies through scim-patch', () => {
  it('turn any person into any other, with exactly the attributes that differ', () => {
    const anybody = anyPerson('p', ['U0BOSS', 'U0CHIEF']).map(canonicalAttributes);
    fc.assert(
      fc.property(anybody, anybody, (current, desired) => {
        const changes = Object.fromEntries(Object.entries(desired).filter(([name, value]) => current[name] !== value));
        const body = scim2.updateBody({ changes, resulting: desired });
        const patched = scim2.readUser(patch({ id: 'U1', ...scim2.createBody(current) }, body));
        const { [PHOTO]: _photo, ...shown } = desired;
        expect(patched?.attributes).toEqual(shown);
      }),
    );
  });

  it('give a group any other name and any other members, with exactly those who come and go', () => {
    const ids = fc.uniqueArray(fc.constantFrom(...'ABCDEFGH').map((letter) => `U${letter}`));
    fc.assert(
      fc.property(ids, ids, fc.constantFrom(undefined, 'Operations'), (current, desired, displayName) => {
        const body = scim2.updateGroupBody({
          ...(displayName === undefined ? {} : { displayName }),
          add: desired.filter((id) => !current.includes(id)),
          remove: current.filter((id) => !desired.includes(id)),
        });
        const group = readGroup(
          patch({ id: 'S1', ...scim2.createGroupBody({ displayName: 'Ops', memberIds: current }) }, body),
        );
        expect(new Set(group?.memberIds)).toEqual(new Set(desired));
        expect(group?.displayName).toBe(displayName ?? 'Ops');
      }),
    );
  });

  it.each(CHANGES)('give the intended account: %s', (_case, changes) => {
    const resulting = { ...jane, ...changes };
    const patched = patch({ id: 'U1', ...scim2.createBody(jane) }, scim2.updateBody({ changes, resulting }));
    expect(scim2.readUser(patched)?.attributes).toMatchObject(resulting);
  });

  it('enable the account', () => {
    const body = scim2.updateBody({ changes: {}, resulting: {}, activate: true }) as {
      Operations: ScimPatchOperation[];
    };
    const stored = { id: 'U1', active: false, schemas: [], meta: {} } as unknown as ScimResource;
    expect(scim2.readUser(scimPatch(stored, body.Operations))?.active).toBe(true);
  });
});

describe('against a standard SCIM 2.0 server', () => {
  let server: Awaited<ReturnType<typeof startScimmyServer>>;
  let target: Target;

  beforeAll(async () => {
    server = await startScimmyServer();
    target = createSlackTarget({
      baseUrl: server.url,
      token: async () => 'token',
      pacer: recordingPacer(),
      clock: virtualClock(),
    });
  });
  afterAll(() => server.close());
  beforeEach(() => {
    server.users.clear();
    server.groups.clear();
  });

  it('creates an account and reads it back as it was meant', async () => {
    const created = await target.createUser(jane);
    expect(created.attributes).toMatchObject(target.canonical(jane));
    expect(await target.readUser(created.slackId)).toEqual(created);
  });

  it.each(CHANGES)('updates %s', async (_case, changes) => {
    const { slackId } = await target.createUser(jane);
    const resulting = { ...jane, ...changes };
    await target.updateUser(slackId, { changes, resulting });
    expect((await target.readUser(slackId))?.attributes).toMatchObject(resulting);
  });

  it('enables an account', async () => {
    const { slackId } = await target.createUser({ ...jane, active: false });
    expect((await target.readUser(slackId))?.active).toBe(false);
    await target.updateUser(slackId, { changes: {}, resulting: jane, activate: true });
    expect((await target.readUser(slackId))?.active).toBe(true);
  });

  it('lists all accounts', async () => {
    const made = await Promise.all(
      ['ann', 'bob', 'cyd'].map((userName) => target.createUser({ userName, [EMAIL]: `${userName}@example.com` })),
    );
    const seen: string[] = [];
    for await (const users of target.listUsers()) seen.push(...users.map(({ slackId }) => slackId));
    expect(seen.sort()).toEqual(made.map(({ slackId }) => slackId).sort());
  });

  it('finds an account by user name', async () => {
    const { slackId } = await target.createUser(jane);
    await target.createUser({ userName: 'bob', [EMAIL]: 'bob@example.com' });
    expect((await target.findUsers('userName', 'JANE')).map((user) => user.slackId)).toEqual([slackId]);
  });

  it('knows an account that is not there, and one that is gone', async () => {
    expect(await target.readUser('U404')).toBeUndefined();
    await expect(target.disableUser('U404')).rejects.toMatchObject({ class: 'gone' });
    await expect(target.updateUser('U404', { changes: { title: 'x' }, resulting: {} })).rejects.toMatchObject({
      class: 'gone',
    });
  });

  it('keeps a group: members, name, search, listing, deletion', async () => {
    const members = await Promise.all(
      ['ann', 'bob', 'cyd'].map((userName) => target.createUser({ userName, [EMAIL]: `${userName}@example.com` })),
    );
    const [ann, bob, cyd] = members.map(({ slackId }) => slackId) as [string, string, string];
    const { slackId } = await target.createGroup({ displayName: 'Ops', memberIds: [ann, bob] });
    await target.createGroup({ displayName: 'Others', memberIds: [] });
    await target.updateGroup(slackId, { displayName: 'Operations', add: [cyd], remove: [ann] });
    const group = { slackId, displayName: 'Operations', memberIds: [bob, cyd] };
    expect(await target.readGroup(slackId)).toEqual(group);
    expect(await target.findGroups('operations')).toEqual([group]);
    const listed: unknown[] = [];
    for await (const groups of target.listGroups()) listed.push(...groups);
    expect(listed).toHaveLength(2);
    expect(listed).toContainEqual(group);
    await target.deleteGroup(slackId);
    expect(await target.readGroup(slackId)).toBeUndefined();
    await expect(target.updateGroup(slackId, { add: [ann], remove: [] })).rejects.toMatchObject({ class: 'gone' });
  });
});
