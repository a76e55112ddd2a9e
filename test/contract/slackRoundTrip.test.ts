import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SlackSimulator, startSlackSimulator } from '../../infra/local/slack/startSlackSimulator.ts';
import type { Attributes } from '../../shared/model/attributes.ts';
import { USER_TARGET_ATTRIBUTES } from '../../shared/model/targetAttributes.ts';
import {
  compareAttributes,
  snapshotAfter,
  storedDifferently,
  type TargetRule,
} from '../../shared/plan/compareAttributes.ts';
import type { Target } from '../../shared/ports/target.ts';
import { createSlackTarget } from '../../shared/slack/createSlackTarget.ts';
import { virtualClock } from '../unit/slack/virtualClock.ts';
import { EMAIL, MOBILE, WORK } from './slackClientAttributes.ts';
import { recordingPacer } from './slackClientScript.ts';
import { anyPerson, CLEARABLE, FULL, MANAGER, PHOTO } from './slackRoundTripPeople.ts';

const RULE: TargetRule = { apply: 'always', whenEmpty: 'clear' };
const differences = (desired: Attributes, current: Attributes, snapshot: Attributes) =>
  compareAttributes(desired, current, snapshot, () => RULE);

/** What Slack shows for a field that was emptied, where that is not nothing. */
const DEFAULTS: Attributes = { timezone: 'America/Los_Angeles' };

describe.each(['v1', 'v2'])('what Slack %s makes of a person', (version) => {
  let slack: SlackSimulator;
  let target: Target;
  let managers: string[];

  beforeAll(async () => {
    slack = await startSlackSimulator();
    slack.workspace.settings.membersMayChangeDisplayName = false;
    managers = ['boss', 'chief'].map(
      (userName) => slack.workspace.seedUser({ userName, email: `${userName}@example.com` }).id,
    );
    target = createSlackTarget({
      baseUrl: `${slack.url}/scim/${version}`,
      token: async () => 'xoxp-1',
      pacer: recordingPacer(),
      clock: virtualClock(),
    });
  });
  afterAll(() => slack.close());

  /** As the engine creates: what has a value. */
  async function create(desired: Attributes) {
    const given = Object.entries(desired).filter(([, value]) => value !== null);
    const user = await target.createUser(Object.fromEntries(given));
    return { user, snapshot: snapshotAfter(desired, {}, []) };
  }

  const attributesOf = async (slackId: string): Promise<Attributes> =>
    (await target.readUser(slackId))?.attributes ?? expect.unreachable('it is gone');

  /** As the engine updates, from a fresh read; answers what the next plan would write. */
  async function update(slackId: string, desired: Attributes, snapshot: Attributes) {
    const current = await attributesOf(slackId);
    const modified = differences(desired, current, snapshot);
    if (modified.length === 0) return { snapshot, modified, answer: current, left: modified };
    const changes = Object.fromEntries(modified.map(({ name, new: value }) => [name, value]));
    const kept = Object.entries(desired).filter(([, value]) => value !== null);
    const resulting = { ...current, ...Object.fromEntries(kept), ...changes };
    const { attributes: answer, active } = await target.updateUser(slackId, { changes, resulting });
    expect(active).toBe(true);
    const after = snapshotAfter(desired, snapshot, modified, answer);
    return { snapshot: after, modified, answer, left: differences(desired, await attributesOf(slackId), after) };
  }

  it('is exactly what `canonical` foretold: nothing is left to be written, now and after any update', async () => {
    await fc.assert(
      fc.asyncProperty(anyPerson('p', managers), anyPerson('q', managers), async (first, second) => {
        const desired = target.canonical(first);
        const { user, snapshot } = await create(desired);
        try {
          expect(differences(desired, user.attributes, snapshot)).toEqual([]);
          expect(await attributesOf(user.slackId)).toEqual(user.attributes);

          const changed = target.canonical(second);
          const { left, modified, answer } = await update(user.slackId, changed, snapshot);
          expect(left).toEqual([]);
          expect(storedDifferently(modified, answer)).toEqual([]);
        } finally {
          // The same names may be generated again.
          const id = user.slackId;
          slack.workspace.editUser(id, { userName: id.toLowerCase(), primaryEmail: `${id}@example.com` });
        }
      }),
      { numRuns: 60 },
    );
  });

  async function createFull(key: string) {
    const own = { userName: `jane.${key}`, nickName: `jane.${key}`, [EMAIL]: `jane.${key}@example.com` };
    const desired = target.canonical({ ...FULL, ...own, [MANAGER]: managers[0] ?? '' });
    return { desired, ...(await create(desired)) };
  }

  it('has every attribute that can be read', async () => {
    const { desired, user } = await createFull('all');
    const { [PHOTO]: _photo, ...shown } = desired;
    expect(user.attributes).toEqual(shown);
    const readable = [...USER_TARGET_ATTRIBUTES.values()].filter(
      ({ writeOnce, comparedBySnapshot, type }) => !writeOnce && !comparedBySnapshot && type !== 'Boolean',
    );
    expect(Object.keys(user.attributes).sort()).toEqual(readable.map(({ name }) => name).sort());
  });

  it.each(CLEARABLE)('can be emptied, once and for all: %s', async (name) => {
    const { desired, user, snapshot } = await createFull(`c${CLEARABLE.indexOf(name)}`);
    // Both are names of the one role.
    const emptied = name.startsWith('roles')
      ? { 'roles[primary eq "True"].value': null, roles: null }
      : { [name]: null };
    const { modified, answer, left } = await update(
      user.slackId,
      target.canonical({ ...desired, ...emptied }),
      snapshot,
    );
    expect(modified.map((property) => property.name)).toContain(name);
    expect(answer[name] ?? null).toBe(DEFAULTS[name] ?? null);
    expect(left).toEqual([]);
    const untouched = Object.keys(user.attributes).filter(
      (other) => !modified.some((property) => property.name === other),
    );
    for (const other of untouched) expect(answer[other]).toBe(user.attributes[other]);
  });

  it('can be emptied altogether', async () => {
    const { desired, user, snapshot } = await createFull('none');
    const emptied = Object.fromEntries(CLEARABLE.map((name) => [name, null]));
    const { answer, left } = await update(user.slackId, target.canonical({ ...desired, ...emptied }), snapshot);
    expect(left).toEqual([]);
    for (const name of CLEARABLE.filter((cleared) => cleared !== 'name.givenName')) {
      expect([name, answer[name] ?? null]).toEqual([name, DEFAULTS[name] ?? null]);
    }
  });

  it.each([
    ['swapped', { [MOBILE]: '+47 2', [WORK]: '+47 1' }],
    ['made the same', { [WORK]: '+47 1' }],
    ['moved from one to the other', { [MOBILE]: '+47 2', [WORK]: null }],
  ])('holds phone numbers that are %s', async (how, numbers) => {
    const { desired, user, snapshot } = await createFull(`t${how.length}`);
    const { answer, left } = await update(user.slackId, { ...desired, ...numbers }, snapshot);
    expect(answer).toMatchObject(numbers);
    expect(left).toEqual([]);
  });

  it.each(['+47 9', '+47 8'])('lets one of two equal phone numbers go while the other becomes %s', async (number) => {
    const { desired, user, snapshot } = await createFull(`same${number.slice(-1)}`);
    const same = await update(user.slackId, { ...desired, [MOBILE]: '+47 9', [WORK]: '+47 9' }, snapshot);
    const { answer } = await update(user.slackId, { ...desired, [MOBILE]: number, [WORK]: null }, same.snapshot);
    expect(answer).toMatchObject({ [MOBILE]: number, [WORK]: null });
  });

  it('writes a photo once, when it changes at the source', async () => {
    const { desired, user, snapshot } = await createFull('photo');
    const photo = 'data:image/png;base64,iVBORw0KGgo=';
    const { modified, left } = await update(user.slackId, { ...desired, [PHOTO]: photo }, snapshot);
    expect(modified.map(({ name }) => name)).toEqual([PHOTO]);
    expect(left).toEqual([]);
    expect(slack.workspace.user(user.slackId)?.photo).toBe(photo);
  });
});
