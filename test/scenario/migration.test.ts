import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Account } from '../../infra/local/slack/state/account.ts';
import { convertSchema } from '../../infra/scripts/importSchema/convertSchema.ts';
import { createGalleryApp, type GalleryApp, type GalleryPerson } from '../support/galleryApp.ts';
import { type Scenario, startScenario } from '../support/scenario.ts';

const SCHEMA = 'test/unit/importSchema/schemas/typicalSlackApp.json';

const person = (mailNickname: string, more: Partial<GalleryPerson> = {}): GalleryPerson => ({
  mailNickname,
  mail: `${mailNickname}@contoso.example`,
  displayName: `${mailNickname} Example`,
  givenName: mailNickname,
  surname: 'Example',
  jobTitle: 'Clerk',
  ...more,
});
const FULL: Partial<GalleryPerson> = {
  streetAddress: '1 Main Street',
  city: 'Springfield',
  state: 'OR',
  postalCode: '97477',
  country: 'US',
  mobilePhone: '+1 555 0100',
  businessPhones: ['+1 555 0101'],
  preferredLanguage: 'en-US',
  department: 'Finance',
  employeeId: '4711',
  companyName: 'Contoso',
};

const NAMES = ['boss', 'right', 'bare', 'changed', 'differing', 'leaver', 'left', 'joiner'];

/** The story of one tenant: what Entra's app left, what changed between its last cycle and ours, and the move itself. */
describe('moving from the gallery app', () => {
  let scenario: Scenario;
  const ids = new Map<string, string>();
  const accounts = new Map<string, string>();
  const groups = new Map<string, string>();
  let imported: ReturnType<typeof convertSchema>['config'];
  let gallery: GalleryApp;
  let before: ReadonlyMap<string, Account>;

  const idOf = (name: string) => ids.get(name) ?? '';

  const snapshot = () =>
    new Map(
      [...accounts].flatMap(([name, id]) => {
        const account = scenario.slack.workspace.user(id);
        return account ? [[name, account] as const] : [];
      }),
    );
  /** Writes of the app: Entra's service speaks version 1. */
  const writes = () =>
    scenario.slack.requests
      .filter(({ method, path }) => method !== 'GET' && path.startsWith('/scim/v2'))
      .map(({ method, path }) => `${method} ${path.replace('/scim/v2', '')}`);
  /** A deployment with another `provisioning.json`. */
  const deploy = async (changes: object) => {
    await scenario.stopApp();
    const file = scenario.stack.settings.PROVISIONING_CONFIG ?? '';
    await writeFile(file, JSON.stringify({ ...imported, ...changes }));
    await scenario.startApp();
    // It notices that the configuration is another one, and asks for a cycle.
    await scenario.runTimer('sweep');
  };
  const preview = async (configuration?: object) => {
    const answer = await fetch(`${scenario.stack.functionsUrl}/api/preview`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ configuration }),
    });
    return (await answer.json()) as {
      summary: Record<string, unknown>;
      items: { outcome: string; displayName: string }[];
    };
  };

  /** Somebody in Entra, assigned, and provisioned by Entra's service unless said otherwise. */
  const add = async (given: GalleryPerson, { isInSlack = true, manager = '', entra = {} } = {}) => {
    const { mailNickname: name } = given;
    const properties = { ...given, userPrincipalName: given.mail, ...entra };
    ids.set(name, scenario.addPerson(properties));
    if (isInSlack) accounts.set(name, await gallery.create(given, accounts.get(manager)));
  };
  /** An assigned group, as Entra's service left it. */
  const addGroup = async (name: string, members: readonly string[], { inSlack = members } = {}) => {
    scenario.assign(scenario.addGroup(name, members.map(idOf)));
    groups.set(
      name,
      await gallery.createGroup(
        name,
        inSlack.map((member) => accounts.get(member) ?? ''),
      ),
    );
  };
  beforeAll(async () => {
    imported = convertSchema({ schema: await readFile(SCHEMA, 'utf8'), jsonSchema: '' }).config;
    scenario = await startScenario({
      appDown: true,
      configure: () => ({ ...imported, enabled: false }),
    });
    gallery = createGalleryApp(scenario.slack.url);
    await add(person('boss', FULL));
    await add(person('right', FULL), { manager: 'boss' });
    scenario.graph.directory.setManager(idOf('right'), idOf('boss'));
    await add(person('bare'));
    await add(person('changed'));
    await add(person('differing'), { entra: { jobTitle: 'Countess' } });
    await add(person('leaver'));
    await add(person('left'));
    await add(person('joiner'), { isInSlack: false });
    // Somebody who was in Slack without ever having been in Entra.
    accounts.set('stranger', await gallery.create(person('stranger')));
    await gallery.deactivate(accounts.get('left') ?? '');
    scenario.graph.directory.patchUser(idOf('left'), { accountEnabled: false });
    await addGroup('Finance', ['right', 'bare']);
    await addGroup('Sales', ['right', 'changed'], { inSlack: ['right'] });
    before = snapshot();
    await scenario.startApp();
  });
  afterAll(() => scenario.close());

  it('step 1, switched off: writes nothing, and the preview adopts everybody', async () => {
    await scenario.runTimer('renewSubscriptions');
    await scenario.runTimer('sweep');
    await scenario.runTimer('fullCycle');
    await scenario.idle();
    const { summary, items } = await preview();
    expect(summary).toMatchObject({ scanned: 10, adopted: 8, created: 1, updated: 0, disabled: 0, skipped: 1 });
    expect(summary.updatesByAttribute).toEqual({ title: 1, members: 1 });
    expect(items.filter(({ outcome }) => outcome === 'created').map(({ displayName }) => displayName)).toEqual([
      'joiner Example',
    ]);
    expect(writes()).toEqual([]);
  });

  it("step 2, with no action allowed, beside Entra's service: links who is there, and writes nothing", async () => {
    await deploy({ users: { ...imported.users, actions: [] }, groups: { ...imported.groups, actions: [] } });
    await scenario.provision();
    await scenario.idle();
    expect(writes()).toEqual([]);
    expect(snapshot()).toEqual(before);
    const linked = await Promise.all(NAMES.map(async (name) => [name, (await scenario.anchorOf(idOf(name)))?.slackId]));
    expect(Object.fromEntries(linked)).toEqual({
      ...Object.fromEntries(NAMES.map((name) => [name, accounts.get(name)])),
      left: undefined,
      joiner: undefined,
    });
  });

  it("step 3, what happens in Entra meanwhile is Entra's to write, and nothing of it gets lost", async () => {
    await scenario.patchUser(idOf('changed'), { jobTitle: 'Head of everything' });
    await scenario.patchUser(idOf('leaver'), { accountEnabled: false });
    // Entra's service does the one in its last cycle, and not the other.
    await add(person('between'), { isInSlack: false });
    await scenario.runTimer('sweep');
    await scenario.idle();
    expect(writes()).toEqual([]);
    accounts.set('between', await gallery.create(person('between')));
    const { items } = await preview(imported);
    const shown = items.map(({ outcome, displayName }) => `${outcome} ${displayName.replace(' Example', '')}`);
    expect(shown.toSorted()).toEqual([
      'adopted Sales',
      'adopted between',
      'adopted differing',
      'created joiner',
      'disabled leaver',
      'skipped left',
      'updated changed',
    ]);
  });

  it('step 4, allowed to act: touches no account that is right already, and each of the others once', async () => {
    before = snapshot();
    await deploy({});
    await scenario.provision();
    await scenario.idle();
    const to = (name: string) => `/Users/${accounts.get(name)}`;
    const patches = [`PATCH ${to('changed')}`, `PATCH ${to('differing')}`, `PATCH /Groups/${groups.get('Sales')}`];
    expect(writes().toSorted()).toEqual([`DELETE ${to('leaver')}`, ...patches, 'POST /Users'].toSorted());
    const after = snapshot();
    const isTouched = (name: string) => JSON.stringify(after.get(name)) !== JSON.stringify(before.get(name));
    expect([...accounts.keys()].filter(isTouched)).toEqual(['changed', 'differing', 'leaver']);
    expect(after.get('changed')?.title).toBe('Head of everything');
    expect(after.get('leaver')?.active).toBe(false);
    expect(scenario.account('joiner@contoso.example')?.active).toBe(true);
    expect((await scenario.anchorOf(idOf('between')))?.slackId).toBe(accounts.get('between'));
  });

  it('step 5, nothing is left to do', async () => {
    const { summary } = await preview();
    expect(summary).toMatchObject({ scanned: 11, adopted: 0, created: 0, updated: 0, disabled: 0, failed: 0 });
  });

  it('and back: switched off again, it writes nothing any more', async () => {
    const done = writes().length;
    await deploy({ enabled: false });
    await scenario.patchUser(idOf('changed'), { jobTitle: 'Clerk again' });
    await scenario.idle();
    expect(writes()).toHaveLength(done);
    expect(scenario.slack.workspace.user(accounts.get('changed') ?? '')?.title).toBe('Head of everything');
  });
});
