import { afterEach, describe, expect, it } from 'vitest';
import {
  type ConfigurationChanges,
  type EngineBench,
  mappingsWith,
  startEngineBench,
} from '../../support/engineBench.ts';

let bench: EngineBench;
afterEach(() => bench.close());

const MAIL = 'ada@contoso.example';
const PHOTO = 'photos[type eq "photo"].value';

async function startWith(mapping: Parameters<typeof mappingsWith>[0]): Promise<void> {
  const users: ConfigurationChanges['users'] = mappingsWith(mapping);
  bench = await startEngineBench({ configuration: { users } });
}

const writes = () => bench.slack.requests.filter(({ method }) => method !== 'GET').map(({ method }) => method);

describe('SelectUniqueValue', () => {
  const userName = {
    target: 'userName',
    source: 'SelectUniqueValue(ToLower([mailNickname]), Append(ToLower([mailNickname]), ".contoso"))',
    apply: 'onCreate',
  };

  it('takes the first value that nobody has in Slack', async () => {
    await startWith(userName);
    bench.slack.workspace.seedUser({ userName: 'ada', email: 'ada@stranger.example' });
    const id = bench.addPerson({ userPrincipalName: MAIL });
    await bench.fullCycle();
    expect(bench.account(MAIL)).toMatchObject({ userName: 'ada.contoso' });
    expect(await bench.outcomes(id)).toEqual(['created']);
  });

  it('puts the person into escrow when all values are taken, naming them, and creates nobody under another name', async () => {
    await startWith(userName);
    bench.slack.workspace.seedUser({ userName: 'ada', email: 'ada@stranger.example' });
    bench.slack.workspace.seedUser({ userName: 'ada.contoso', email: 'ada2@stranger.example' });
    const id = bench.addPerson({ userPrincipalName: MAIL });
    await bench.fullCycle();
    expect(bench.account(MAIL)).toBeUndefined();
    expect(await bench.outcomes(id)).toEqual(['failed(username_taken)']);
    expect((await bench.app.escrows.read('user', id))?.code).toBe('username_taken');
  });
});

describe('a profile photo', () => {
  const picture = (content: string) => ({ contentType: 'image/png', bytes: Buffer.from(content) });
  const dataUrl = (content: string) => `data:image/png;base64,${Buffer.from(content).toString('base64')}`;
  const startWithPhotos = () => startWith({ target: PHOTO, source: '[thumbnailPhoto]' });

  it('is sent when the account is created, again when it has changed, and not otherwise', async () => {
    await startWithPhotos();
    const id = bench.addPerson({ userPrincipalName: MAIL });
    bench.graph.directory.setPhoto(id, picture('one'));
    await bench.fullCycle();
    expect(bench.account(MAIL)?.photo).toBe(dataUrl('one'));
    await bench.fullCycle();
    await bench.notify(id);
    expect(writes()).toEqual(['POST']);

    bench.graph.directory.setPhoto(id, picture('two'));
    await bench.fullCycle();
    expect(bench.account(MAIL)?.photo).toBe(dataUrl('two'));
    await bench.fullCycle();
    expect(writes()).toEqual(['POST', 'PATCH']);
    const [, updated] = await bench.log(id);
    expect(updated?.modifiedProperties.map(({ name }) => name)).toEqual([PHOTO]);
  });

  it('shows in the log as its ETag, never as the picture', async () => {
    await startWithPhotos();
    const id = bench.addPerson({ userPrincipalName: MAIL });
    bench.graph.directory.setPhoto(id, picture('secret face'));
    await bench.fullCycle();
    const text = JSON.stringify(await bench.log(id));
    expect(text).toContain('photo:');
    expect(text).not.toContain('base64');
  });

  it('stays in Slack when Graph cannot say whether there still is one, and goes when it says there is none', async () => {
    await startWithPhotos();
    const id = bench.addPerson({ userPrincipalName: MAIL });
    bench.graph.directory.setPhoto(id, picture('one'));
    await bench.fullCycle();
    Object.assign(bench.graph.faults.serverErrors, { probability: 1, pathContains: '/photo' });
    await bench.fullCycle();
    await bench.notify(id);
    expect(bench.account(MAIL)?.photo).toBe(dataUrl('one'));

    bench.graph.faults.serverErrors.probability = 0;
    bench.graph.directory.setPhoto(id, null);
    await bench.fullCycle();
    expect(bench.account(MAIL)?.photo).not.toBe(dataUrl('one'));
  });
});

describe('a value that Slack would refuse', () => {
  it('keeps a person from being created, and the log says which rule it breaks and what would be accepted', async () => {
    bench = await startEngineBench();
    const id = bench.addPerson({ userPrincipalName: MAIL, displayName: 'ada@work' });
    await bench.fullCycle();
    expect(writes()).toEqual([]);
    const [entry] = await bench.log(id);
    expect(entry).toMatchObject({ type: 'skipped', code: 'AttributeValidationFailed' });
    expect(entry?.reason).toMatch(/displayName.*@/);
    expect(entry?.reason).not.toContain('ada@work');
    expect(await bench.app.escrows.read('user', id)).toBeUndefined();

    bench.graph.directory.patchUser(id, { displayName: 'Ada' });
    await bench.notify(id);
    expect(bench.account(MAIL)).toMatchObject({ displayName: 'Ada', active: true });
  });

  it('is in the log once, however many cycles see it, and again when the reason is another one', async () => {
    bench = await startEngineBench();
    const id = bench.addPerson({ userPrincipalName: MAIL, displayName: 'ada@work' });
    for (let day = 0; day < 3; day += 1) {
      await bench.fullCycle();
      bench.clock.advance(86_400_000);
    }
    expect(await bench.outcomes(id)).toEqual(['skipped(AttributeValidationFailed)']);

    bench.graph.directory.patchUser(id, { displayName: 'Ada', accountEnabled: false });
    for (let look = 0; look < 2; look += 1) await bench.notify(id);
    expect((await bench.outcomes(id)).slice(1)).toEqual(['skipped(AccountDisabled)']);
    await bench.process({ id, cause: 'onDemand' });
    expect((await bench.outcomes(id)).slice(2)).toEqual(['skipped(AccountDisabled)']);
  });

  it('does not keep somebody who has an account from getting everything else', async () => {
    await startWith({ target: 'timezone', source: '[state]' });
    const id = bench.addPerson({ userPrincipalName: MAIL, state: 'Europe/Paris' });
    await bench.fullCycle();
    bench.graph.directory.patchUser(id, { state: 'Atlantis', jobTitle: 'Countess' });
    await bench.notify(id);
    expect(bench.account(MAIL)).toMatchObject({ title: 'Countess', timezone: 'Europe/Paris' });
    await bench.process({ id });
    expect(await bench.outcomes(id)).toEqual(['created', 'updated', 'skipped(AttributeValidationFailed)']);
  });

  it('never keeps a leaver from being disabled', async () => {
    bench = await startEngineBench();
    const id = bench.addPerson({ userPrincipalName: MAIL });
    await bench.fullCycle();
    bench.graph.directory.patchUser(id, { displayName: 'ada@work', mail: 'no address', accountEnabled: false });
    await bench.notify(id);
    expect(bench.account(MAIL)?.active).toBe(false);
  });
});

describe('somebody without a value in any matching attribute', () => {
  it('is skipped as ImportSkipped, since an account they may have could not be found', async () => {
    bench = await startEngineBench({
      configuration: { users: mappingsWith({ target: 'userName', source: '[mailNickname]' }) },
    });
    const id = bench.addPerson({ userPrincipalName: MAIL, mail: null });
    await bench.fullCycle();
    expect(writes()).toEqual([]);
    expect(await bench.outcomes(id)).toEqual(['skipped(ImportSkipped)']);
  });
});
