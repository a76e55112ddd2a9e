import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SlackSimulator, startSlackSimulator } from '../../infra/local/slack/startSlackSimulator.ts';
import { isProvisioningError } from '../../shared/errors/provisioningError.ts';
import type { Attributes } from '../../shared/model/attributes.ts';
import type { TargetUser } from '../../shared/model/target.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Target } from '../../shared/ports/target.ts';
import { createSlackTarget, type SlackTargetOptions } from '../../shared/slack/createSlackTarget.ts';
import { createPacer } from '../../shared/slack/pacing/createPacer.ts';
import { slackRates } from '../../shared/slack/pacing/slackRates.ts';
import { memoryBudgetStore } from '../unit/slack/memoryBudgetStore.ts';
import { virtualClock } from '../unit/slack/virtualClock.ts';
import { ADDRESS, address, EMAIL, MOBILE, OLD, ROLE, WORK } from './slackClientAttributes.ts';
import { recordingPacer } from './slackClientScript.ts';

const jane: Attributes = {
  userName: 'Jane.Doe',
  nickName: 'Jane.Doe',
  displayName: 'Jane Doe',
  title: 'Engineer',
  'name.givenName': 'Jane',
  'name.familyName': 'Doe',
  'name.honorificPrefix': 'Dr.',
  [EMAIL]: 'Jane.Doe@Example.com',
  [MOBILE]: '+47 1',
  [WORK]: '+47 2',
  [ROLE]: 'Lead',
  ...ADDRESS,
  userType: 'Employee',
  preferredLanguage: 'nb',
  locale: 'nb-NO',
  timezone: 'Europe/Oslo',
  [`${OLD}.department`]: 'R&D',
  [`${OLD}.employeeNumber`]: '7',
  [`${OLD}.costCenter`]: 'C1',
  [`${OLD}.organization`]: 'Org',
  [`${OLD}.division`]: 'Div',
};
const realClock: Clock = {
  now: () => new Date(),
  sleep: (ms, signal) => delay(ms, undefined, { ...(signal && { signal }) }),
};

let slack: SlackSimulator;
let target: Target;

function createTarget(options: Partial<SlackTargetOptions> = {}): Target {
  return createSlackTarget({
    baseUrl: `${slack.url}/scim/v2`,
    token: async () => 'xoxp-1',
    pacer: recordingPacer(),
    clock: realClock,
    ...options,
  });
}

async function start(options: Parameters<typeof startSlackSimulator>[0] = {}): Promise<void> {
  await slack?.close();
  slack = await startSlackSimulator(options);
  target = createTarget();
}

beforeEach(() => start());
afterEach(() => slack.close());

async function listAll(): Promise<TargetUser[]> {
  const all: TargetUser[] = [];
  for await (const users of target.listUsers()) all.push(...users);
  return all;
}

describe('accounts', () => {
  it('shows a new account exactly as `canonical` foretold', async () => {
    const created = await target.createUser(jane);
    expect(created).toMatchObject({ active: true, type: 'member', userName: 'jane.doe' });
    expect(created.attributes).toMatchObject(target.canonical(jane));
    expect(await target.readUser(created.slackId)).toEqual(created);
  });

  it.each<[string, Attributes]>([
    ['a title', { title: 'Boss' }],
    ['no title', { title: null }],
    ['names', { 'name.givenName': 'J.', 'name.familyName': 'Roe', 'name.honorificPrefix': null }],
    ['an e-mail address', { [EMAIL]: 'jane.roe@example.com' }],
    ['a phone number', { [MOBILE]: '+47 3' }],
    ['swapped phone numbers', { [MOBILE]: '+47 2', [WORK]: '+47 1' }],
    ['one phone number less', { [WORK]: null }],
    ['no phone number', { [MOBILE]: null, [WORK]: null }],
    ['a part of the address', { [address('locality')]: 'Bergen', [address('postalCode')]: null }],
    ['no address', Object.fromEntries(Object.keys(ADDRESS).map((name) => [name, null]))],
    ['a role', { [ROLE]: 'Head', roles: 'Head' }],
    ['no role', { [ROLE]: null, roles: null }],
    ['custom fields', { userType: 'Guest', preferredLanguage: null, locale: null, timezone: 'UTC' }],
    ['enterprise attributes', { [`${OLD}.department`]: 'Sales', [`${OLD}.division`]: null }],
    ['a user name', { userName: 'jane.roe', nickName: 'jane.roe' }],
  ])('changes %s and nothing else, in one request', async (_case, changes) => {
    slack.workspace.settings.onePrimaryRule = 'every';
    const { slackId, attributes } = await target.createUser(jane);
    const before = slack.requests.length;
    const answer = await target.updateUser(slackId, { changes, resulting: { ...attributes, ...changes } });
    expect(slack.requests).toHaveLength(before + 1);
    expect(answer.attributes).toEqual({ ...attributes, ...changes });
    expect(await target.readUser(slackId)).toEqual(answer);
  });

  it('keeps the phone number that nobody mapped', async () => {
    const { slackId } = await target.createUser({
      userName: 'jane',
      [EMAIL]: 'j@example.com',
      [MOBILE]: '1',
      [WORK]: '2',
    });
    const changes = { [MOBILE]: null };
    const answer = await target.updateUser(slackId, { changes, resulting: changes });
    expect(answer.attributes).toMatchObject({ [MOBILE]: null, [WORK]: '2' });
  });

  it('keeps a second address of the person', async () => {
    const account = slack.workspace.seedUser({
      userName: 'jane',
      email: 'jane@example.com',
      secondaryEmail: 'j2@example.com',
    });
    const changes = { [EMAIL]: 'roe@example.com' };
    const answer = await target.updateUser(account.id, { changes, resulting: changes });
    expect(answer.emails).toEqual(['roe@example.com', 'j2@example.com']);
  });

  it('sets and clears the manager', async () => {
    const boss = await target.createUser({ userName: 'boss', [EMAIL]: 'boss@example.com' });
    const { slackId } = await target.createUser({ ...jane, [`${OLD}.manager`]: boss.slackId });
    expect((await target.readUser(slackId))?.attributes[`${OLD}.manager`]).toBe(boss.slackId);
    const changes = { [`${OLD}.manager`]: null };
    expect((await target.updateUser(slackId, { changes, resulting: {} })).attributes[`${OLD}.manager`]).toBeNull();
  });

  it('disables as often as it is asked to, and enables together with changes', async () => {
    const { slackId } = await target.createUser(jane);
    await target.disableUser(slackId);
    await target.disableUser(slackId);
    expect((await target.readUser(slackId))?.active).toBe(false);
    const changes = { title: 'Back' };
    const answer = await target.updateUser(slackId, { changes, resulting: changes, activate: true });
    expect(answer).toMatchObject({ active: true, attributes: { title: 'Back' } });
  });

  it('makes one change of an account at a time, where Slack would refuse the second', async () => {
    const { slackId } = await target.createUser(jane);
    slack.faults.writeDelayMs = 5;
    const update = (changes: Attributes) => target.updateUser(slackId, { changes, resulting: { ...jane, ...changes } });
    await Promise.all([update({ title: 'Boss' }), update({ locale: null }), target.disableUser(slackId)]);
    expect(slack.requests.filter(({ status }) => status === 429)).toEqual([]);
    expect(await target.readUser(slackId)).toMatchObject({
      active: false,
      attributes: { title: 'Boss', locale: null },
    });
  });

  it.each([
    ['member into a guest', null, 'multi'],
    ['guest into a member', 'multi', null],
  ])('shows that Slack enables a deactivated account when it turns a %s', async (_case, before, after) => {
    const guestType = 'urn:scim:schemas:extension:slack:guest:1.0.type';
    const { slackId } = await target.createUser({ ...jane, [guestType]: before });
    await target.disableUser(slackId);
    const changes = { [guestType]: after };
    const answer = await target.updateUser(slackId, { changes, resulting: changes });
    expect(answer).toMatchObject({ active: true, type: after === null ? 'member' : 'guest' });
  });

  it('knows members, guests and bots, and reads a thousand at a time', async () => {
    for (let index = 0; index < 1001; index += 1) {
      slack.workspace.seedUser({ userName: `user${index}`, email: `user${index}@example.com` });
    }
    slack.workspace.seedUser({
      userName: 'guest',
      email: 'guest@example.com',
      guest: { type: 'multi', expiration: null },
    });
    slack.workspace.seedUser({ userName: 'robot', email: 'botuser-T1-A1@slack-bots.com', kind: 'bot' });
    const all = await listAll();
    expect(all).toHaveLength(1003);
    expect(slack.requests).toHaveLength(2);
    expect(all.filter(({ type }) => type !== 'member').map(({ userName, type }) => [userName, type])).toEqual([
      ['guest', 'guest'],
      ['robot', 'bot'],
    ]);
  });

  it('finds active and deactivated accounts by any of their addresses, without case, and by user name', async () => {
    const { id } = slack.workspace.seedUser({
      userName: 'jane',
      email: 'Jane@example.com',
      secondaryEmail: 'j2@example.com',
      active: false,
    });
    for (const [by, value] of [
      ['email', 'jane@EXAMPLE.com'],
      ['userName', 'Jane'],
    ] as const) {
      expect((await target.findUsers(by, value)).map(({ slackId }) => slackId)).toEqual([id]);
    }
    expect(await target.findUsers('email', 'jan@example.com')).toEqual([]);
  });
});

describe('refusals', () => {
  it('names the account that holds an address, although it is deactivated', async () => {
    const { id } = slack.workspace.seedUser({ userName: 'old', email: 'jane.doe@example.com', active: false });
    await expect(target.createUser(jane)).rejects.toMatchObject({
      class: 'conflict',
      code: 'email_taken',
      existingId: id,
    });
  });

  it.each(['general', 'taken'])('tells that the user name %s is taken', async (userName) => {
    slack.workspace.seedUser({ userName: 'taken', email: 'taken@example.com' });
    await expect(target.createUser({ ...jane, userName })).rejects.toMatchObject({
      class: 'conflict',
      code: 'username_taken',
    });
  });

  it.each([
    ['primaryOwner', 'cannot_disable_primary_owner'],
    ['bot', 'cannot_disable_bot_user_with_scim'],
  ] as const)('leaves a %s alone', async (kind, code) => {
    const email = kind === 'bot' ? 'botuser-T1-A1@slack-bots.com' : 'owner@example.com';
    const { id } = slack.workspace.seedUser({ userName: 'protected', email, kind });
    await expect(target.disableUser(id)).rejects.toMatchObject({ class: 'invalid', code });
  });

  it('explains a display name that Slack keeps to its members', async () => {
    const { slackId } = await target.createUser(jane);
    const changes = { displayName: 'Janie' };
    await expect(target.updateUser(slackId, { changes, resulting: changes })).rejects.toMatchObject({
      class: 'invalid',
      code: 'invalid_display_name',
    });
  });

  it('knows ids that Slack does not', async () => {
    expect(await target.readUser('U0000000000')).toBeUndefined();
    expect(await target.readUser('not-an-id')).toBeUndefined();
    await expect(target.disableUser('U0000000000')).rejects.toMatchObject({ class: 'gone' });
  });

  it('takes up a rotated token, and tells when there is none that works', async () => {
    slack.faults.tokens = ['xoxp-2'];
    const rotated = createTarget({ token: async (fresh) => (fresh ? 'xoxp-2' : 'xoxp-1') });
    expect((await rotated.createUser(jane)).userName).toBe('jane.doe');
    await expect(target.createUser(jane)).rejects.toMatchObject({
      class: 'unauthorized',
      code: 'invalid_authentication',
    });
  });

  it('stops on a plan without SCIM', async () => {
    slack.faults.plan = 'free';
    await expect(target.createUser(jane)).rejects.toMatchObject({ class: 'fatal', code: 'plus_teams_only' });
  });
});

describe('faults', () => {
  it('says that a creation may have happened when its answer is lost, and finds it then', async () => {
    slack.faults.dropAnswers = 1;
    await expect(target.createUser(jane)).rejects.toMatchObject({ class: 'retry', lostAnswer: true });
    expect(await target.findUsers('email', 'jane.doe@example.com')).toHaveLength(1);
  });

  it('retries a creation that Slack did not finish', async () => {
    slack.faults.invitedUserNotCreated = 1;
    await expect(target.createUser(jane)).rejects.toMatchObject({ class: 'retry', code: 'invited_user_not_created' });
    expect((await target.createUser(jane)).userName).toBe('jane.doe');
  });

  it('survives HTML in place of an answer', async () => {
    slack.faults.htmlErrors = true;
    slack.faults.serverErrors.next = 1;
    await expect(target.readUser('U0000000000')).rejects.toMatchObject({ class: 'retry', lostAnswer: false });
  });

  it('refuses a listing that stays short', async () => {
    for (const name of ['ann', 'bob']) slack.workspace.seedUser({ userName: name, email: `${name}@example.com` });
    slack.faults.shortListing.missingRows = 1;
    await expect(listAll()).rejects.toMatchObject({ class: 'retry', code: 'IncompleteListing' });
  });

  it('shows an account that Slack disabled by itself, for the caller to notice', async () => {
    const { slackId } = await target.createUser(jane);
    slack.faults.deactivateOnWrite = true;
    const changes = { title: 'Boss' };
    expect((await target.updateUser(slackId, { changes, resulting: changes })).active).toBe(false);
  });
});

describe('pacing', () => {
  const SPEED = 20;

  it('keeps several instances together within the limits, without a single refusal', async () => {
    await start({ limits: SPEED });
    const store = memoryBudgetStore();
    const rates = slackRates({ rateScale: SPEED });
    const instances = Array.from({ length: 3 }, () =>
      createTarget({ pacer: createPacer({ store, rates, clock: realClock }) }),
    );
    const users = Array.from({ length: 60 }, (_, index) => ({
      userName: `u${index}`,
      [EMAIL]: `u${index}@example.com`,
    }));
    await Promise.all(users.map((user, index) => instances[index % 3]?.createUser(user)));
    expect(slack.workspace.size).toBe(60);
    expect(slack.requests.filter(({ status }) => status === 429)).toEqual([]);
  });

  it('makes every instance wait when another SCIM app has used the limit up', async () => {
    const clock = virtualClock();
    await start({ limits: 1, now: clock.ms });
    const stranger = createTarget();
    const users = Array.from({ length: 21 }, (_, index) => ({
      userName: `u${index}`,
      [EMAIL]: `u${index}@example.com`,
    }));
    const results = await Promise.allSettled(users.map((user) => stranger.createUser(user)));
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(1);

    const store = memoryBudgetStore();
    const rates = slackRates();
    const [one, other] = [0, 1].map(() =>
      createTarget({ clock, pacer: createPacer({ store, rates, clock, maxWaitMs: 0 }) }),
    );
    const failure = await one?.createUser(jane).catch((error: unknown) => error);
    expect(isProvisioningError(failure, 'wait')).toBe(true);
    const before = slack.requests.length;
    await expect(other?.createUser(jane)).rejects.toMatchObject({ class: 'wait', code: 'PacedForSlack' });
    expect(slack.requests).toHaveLength(before);
  });
});
