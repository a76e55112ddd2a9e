import { type ScimPatchOperation, type ScimResource, scimPatch } from 'scim-patch';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Attributes } from '../../shared/model/attributes.ts';
import type { Target } from '../../shared/ports/target.ts';
import { createSlackTarget } from '../../shared/slack/createSlackTarget.ts';
import { createBody } from '../../shared/slack/v2/createBody.ts';
import { readUser } from '../../shared/slack/v2/readUser.ts';
import { updateBody } from '../../shared/slack/v2/updateBody.ts';
import { virtualClock } from '../unit/slack/virtualClock.ts';
import { ADDRESS, address, EMAIL, MOBILE, OLD, ROLE, WORK } from './slackClientAttributes.ts';
import { startScimmyServer } from './slackClientScimmy.ts';
import { recordingPacer } from './slackClientScript.ts';

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

describe('PATCH bodies through scim-patch', () => {
  it.each(CHANGES)('give the intended account: %s', (_case, changes) => {
    const resulting = { ...jane, ...changes };
    const body = updateBody({ changes, resulting }) as { Operations: ScimPatchOperation[] };
    const stored = { id: 'U1', ...createBody(jane) } as unknown as ScimResource;
    expect(readUser(scimPatch(stored, body.Operations))?.attributes).toMatchObject(resulting);
  });

  it('enable the account', () => {
    const body = updateBody({ changes: {}, resulting: {}, activate: true }) as { Operations: ScimPatchOperation[] };
    const stored = { id: 'U1', active: false, schemas: [], meta: {} } as unknown as ScimResource;
    expect(readUser(scimPatch(stored, body.Operations))?.active).toBe(true);
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
  beforeEach(() => server.users.clear());

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
});
