import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { noFaults } from '../../infra/local/slack/faults/faults.ts';
import { startSlackSimulator } from '../../infra/local/slack/startSlackSimulator.ts';
import { useSlackSimulator } from './callSlackSimulator.ts';

let time = 0;
const draws: number[] = [];
const slack = useSlackSimulator({ now: () => time, random: () => draws.shift() ?? Math.random() });

describe('rule 31: faults', () => {
  it('fail the next requests with the statuses given, before anything is written', async () => {
    const { id } = slack.seedAda();
    Object.assign(slack.simulator.faults.serverErrors, { next: 1, statuses: [502] });
    const failed = await slack.call('DELETE', `/v2/Users/${id}`);
    expect([failed.status, failed.text]).toEqual([502, '']);
    expect(slack.simulator.workspace.user(id)?.active).toBe(true);
    expect((await slack.call('DELETE', `/v2/Users/${id}`)).status).toBe(204);
  });

  it('fail after the write when told so, as HTML when told so, and spare other methods', async () => {
    const { id } = slack.seedAda();
    Object.assign(slack.simulator.faults.serverErrors, { next: 1, when: 'after', methods: ['DELETE'] });
    slack.simulator.faults.htmlErrors = true;
    expect((await slack.call('GET', `/v2/Users/${id}`)).status).toBe(200);
    const failed = await slack.call('DELETE', `/v2/Users/${id}`);
    expect(failed.status).toBe(503);
    expect(failed.headers.get('content-type')).toContain('text/html');
    expect(failed.text).toMatch(/^<!DOCTYPE html>/);
    expect(slack.simulator.workspace.user(id)?.active).toBe(false);
  });

  it('fail with the probability given', async () => {
    slack.simulator.faults.serverErrors.probability = 0.5;
    draws.push(0.6);
    expect((await slack.call('GET', '/v2/Users')).status).toBe(200);
    draws.push(0.4, 0);
    expect((await slack.call('GET', '/v2/Users')).status).toBe(503);
  });

  it('drop the answer of a write that was carried out, and of writes only', async () => {
    slack.simulator.faults.dropAnswers = 1;
    expect((await slack.call('GET', '/v2/Users')).status).toBe(200);
    await expect(slack.post({})).rejects.toThrow();
    expect(slack.simulator.workspace.findByUserName('ada')).toBeDefined();
    expect((await slack.post({})).body.detail).toMatch(/^email_taken/);
    expect(slack.simulator.requests.map(({ status }) => status)).toEqual([200, 0, 409]);
  });

  it('answer invited_user_not_created to the next POST, and nobody is made', async () => {
    slack.simulator.faults.invitedUserNotCreated = 1;
    expect((await slack.post({})).body.detail).toBe('invited_user_not_created');
    expect(slack.simulator.workspace.size).toBe(0);
    expect((await slack.post({})).status).toBe(201);
  });

  it('rule 22: deactivate on every update, as in April 2024', async () => {
    const { id } = slack.seedAda();
    slack.simulator.faults.deactivateOnWrite = true;
    expect((await slack.patch(id, { op: 'replace', path: 'title', value: 'Dr' })).body.active).toBe(false);
    expect((await slack.call('GET', `/v2/Users/${id}`)).body.active).toBe(false);
  });

  it('rule 24: show a deactivation only after the lag, in reads and not in the answer of the write', async () => {
    const { id } = slack.seedAda();
    slack.simulator.faults.readLagMs = 5000;
    expect((await slack.patch(id, { op: 'replace', path: 'active', value: false })).body.active).toBe(false);
    expect((await slack.call('GET', `/v2/Users/${id}`)).body.active).toBe(true);
    expect((await slack.call('GET', '/v2/Users')).body.Resources[0]?.active).toBe(true);
    time += 5000;
    expect((await slack.call('GET', `/v2/Users/${id}`)).body.active).toBe(false);
  });

  it('break an answer off in the middle, of a read or of a write that was carried out, and none without a body', async () => {
    const { id } = slack.seedAda();
    slack.simulator.faults.cutAnswers = 2;
    expect((await slack.call('DELETE', `/v1/Users/${id}`)).status).toBe(200);
    await expect(slack.call('GET', '/v2/Users')).rejects.toThrow();
    await expect(slack.patch(id, { op: 'replace', path: 'title', value: 'Dr' })).rejects.toThrow();
    expect(slack.simulator.workspace.user(id)?.title).toBe('Dr');
    expect((await slack.call('GET', '/v2/Users')).status).toBe(200);
  });

  it('answer so late that a client gives up on a write that was carried out', async () => {
    const { id } = slack.seedAda();
    slack.simulator.faults.answerDelayMs = 60_000;
    const client = new AbortController();
    const url = `${slack.simulator.url}/scim/v2/Users/${id}`;
    const headers = { authorization: 'Bearer x' };
    const answer = fetch(url, { method: 'DELETE', headers, signal: client.signal });
    await vi.waitFor(() => expect(slack.simulator.workspace.user(id)?.active).toBe(false), { interval: 5 });
    client.abort();
    await expect(answer).rejects.toThrow('abort');
  });

  it('lock the next users or groups that are written, and nothing that is only made', async () => {
    const { id } = slack.seedAda();
    slack.simulator.faults.resourceLocked = 2;
    const group = await slack.postGroup('Engines');
    expect(group.status).toBe(201);
    const answers = [
      await slack.call('DELETE', `/v2/Users/${id}`),
      await slack.putGroup(group.body.id, { displayName: 'x' }),
    ];
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 429, body: { detail: 'resource_locked' } });
      expect(answer.headers.get('retry-after')).toBe('1');
    }
    expect((await slack.call('DELETE', `/v2/Users/${id}`)).status).toBe(204);
  });

  it('shorten a listing or promise more than there is', async () => {
    slack.seedAda();
    slack.seedAda({ userName: 'b', email: 'b@example.com' });
    slack.simulator.faults.shortListing = { missingRows: 1, extraTotal: 2 };
    const { body } = await slack.call('GET', '/v2/Users');
    expect(body).toMatchObject({ totalResults: 4, itemsPerPage: 1 });
    expect(body.Resources).toHaveLength(1);
  });

  it('change the status of a refusal, in the body as well', async () => {
    slack.seedAda();
    slack.simulator.faults.errorStatuses.email_taken = 400;
    expect(await slack.post({})).toMatchObject({ status: 400, body: { status: 400 } });
  });
});

describe('rule 24: reads that lag', () => {
  const titleOf = async (id: string) => (await slack.call('GET', `/v2/Users/${id}`)).body.title;
  const retitle = (id: string, value: string) => slack.patch(id, { op: 'replace', path: 'title', value });

  it('show each write only once the lag has passed since it', async () => {
    const { id } = slack.seedAda({ title: 'one' });
    slack.simulator.faults.readLagMs = 100;
    expect((await retitle(id, 'two')).body.title).toBe('two');
    time += 60;
    await retitle(id, 'three');
    expect(await titleOf(id)).toBe('one');
    time += 40;
    expect(await titleOf(id)).toBe('two');
    time += 60;
    expect(await titleOf(id)).toBe('three');
  });

  it('do not find who was made a moment ago, by id, in a listing or by a filter, while names and addresses are taken', async () => {
    slack.seedAda();
    slack.simulator.faults.readLagMs = 100;
    const bob = { userName: 'bob', emails: [{ value: 'bob@example.com' }] };
    const { id } = (await slack.post(bob)).body;
    const seen = async () => [
      (await slack.call('GET', `/v2/Users/${id}`)).status,
      (await slack.call('GET', '/v2/Users')).body.totalResults,
      (await slack.find('email eq "bob@example.com"')).body.totalResults,
    ];
    expect(await seen()).toEqual([404, 1, 0]);
    expect((await slack.post(bob)).body.detail).toBe(`email_taken (existing_user=${id})`);
    time += 100;
    expect(await seen()).toEqual([200, 2, 1]);
  });

  it('filter by the values that they show', async () => {
    const { id } = slack.seedAda();
    slack.simulator.faults.readLagMs = 100;
    await slack.patch(id, { op: 'replace', path: 'userName', value: 'countess' });
    const found = async (name: string) => (await slack.find(`userName eq "${name}"`)).body.totalResults;
    expect([await found('ada'), await found('countess')]).toEqual([1, 0]);
    time += 100;
    expect([await found('ada'), await found('countess')]).toEqual([0, 1]);
  });

  it('show groups, members and names as they were, and a deleted group as if it were there', async () => {
    const [one = '', two = ''] = slack.seedPeople(2);
    const kept = slack.simulator.workspace.groups.seed({ displayName: 'Kept', memberIds: [one] });
    const gone = slack.simulator.workspace.groups.seed({ displayName: 'Gone' });
    slack.simulator.faults.readLagMs = 100;
    const value = [{ value: two }];
    const rename = { op: 'replace', path: 'displayName', value: 'New' };
    const patched = await slack.patchGroup(kept.id, { op: 'replace', path: 'members', value }, rename);
    expect(patched.body.members).toMatchObject(value);
    await slack.call('DELETE', `/v2/Groups/${gone.id}`);
    const made = await slack.postGroup('Made');
    const seen = async () => ({
      members: (await slack.call('GET', `/v1/Groups/${kept.id}`)).body.members.map((member) => member.value),
      groupsOfTwo: (await slack.call('GET', `/v2/Users/${two}`)).body.groups.length,
      gone: (await slack.call('GET', `/v2/Groups/${gone.id}`)).status,
      made: (await slack.call('GET', `/v2/Groups/${made.body.id}`)).status,
      names: (await slack.call('GET', '/v2/Groups')).body.Resources.map(({ displayName }) => displayName),
      byOldName: (await slack.call('GET', '/v2/Groups?filter=displayName+eq+"kept"')).body.totalResults,
    });
    const before = { members: [one], groupsOfTwo: 0, gone: 200, made: 404, names: ['Kept', 'Gone'], byOldName: 1 };
    expect(await seen()).toEqual(before);
    time += 100;
    const after = { members: [two], groupsOfTwo: 1, gone: 404, made: 200, names: ['New', 'Made'], byOldName: 0 };
    expect(await seen()).toEqual(after);
  });
});

describe('the switches over HTTP', () => {
  it('are shown and set in parts', async () => {
    const change = {
      faults: { serverErrors: { next: 2 }, tokens: ['a'], errorStatuses: { email_taken: 400 } },
      settings: { host: 'acme' },
    };
    const { status, body } = await slack.call('PATCH', '/_simulator', change);
    expect(status).toBe(200);
    expect(body.faults).toMatchObject({ serverErrors: { next: 2, probability: 0 }, tokens: ['a'] });
    expect(slack.simulator.faults.serverErrors.next).toBe(2);
    expect((await slack.call('GET', '/_simulator')).body).toMatchObject({
      settings: { host: 'acme' },
      users: 0,
      limits: 'off',
    });
  });

  it.each([
    [{ faults: { serverErors: {} } }, 'faults.serverErors is not a switch.'],
    [{ faults: { dropAnswers: 'two' } }, 'faults.dropAnswers must be a number.'],
    [{ faults: { tokens: 'a' } }, 'faults.tokens must be a list.'],
    [{ faults: { revokedTokens: null } }, 'faults.revokedTokens must be a list.'],
    [{ faults: { plan: 'fre' } }, 'faults.plan must be one of enterprise, businessPlus, free.'],
    [{ faults: { dropAnswers: 1, errorStatuses: { x: '400' } } }, 'faults.errorStatuses.x must be a number.'],
    [{ settings: { maxMembers: 5 } }, 'settings.maxMembers must be a JSON object.'],
    [{ settings: { toString: 'x' } }, 'settings.toString is not a switch.'],
    ['[]', 'The body must be a JSON object.'],
  ])('refuse %o, and set nothing', async (change, error) => {
    const answer = await slack.call('PATCH', '/_simulator', change);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({ error });
    expect(slack.simulator.faults).toEqual(noFaults());
  });

  it('can be set before the start, and a wrong one stops it', async () => {
    const simulator = await startSlackSimulator({
      faults: { serverErrors: { next: 1 } },
      settings: { oauth: { tokenRotation: true } },
    });
    await simulator.close();
    expect(simulator.faults.serverErrors).toMatchObject({ next: 1, when: 'before' });
    expect(simulator.workspace.settings.oauth).toMatchObject({ tokenRotation: true, clientId: '' });
    const wrong = JSON.parse('{ "maxMembers": { "idpGroup": "many" } }');
    const problem = 'settings.maxMembers.idpGroup must be a number.';
    await expect(startSlackSimulator({ settings: wrong })).rejects.toThrow(problem);
  });
});

describe('the data file', () => {
  it('brings accounts, ids and states back after a restart', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'slack-simulator-'));
    try {
      const dataFile = join(folder, 'deeper', 'slack.json');
      const first = await startSlackSimulator({ dataFile, now: () => 1000 });
      const ada = first.workspace.seedUser({ userName: 'ada', email: 'ada@example.com', profile: { locale: 'en' } });
      const off = first.workspace.deactivateByHand(ada.id);
      const bob = first.workspace.seedUser({ userName: 'bob', email: 'bob@example.com' });
      const group = first.workspace.groups.seed({ displayName: 'Engines', memberIds: [bob.id] });
      await first.close();
      expect(JSON.parse(await readFile(dataFile, 'utf8')).accounts).toHaveLength(2);
      const second = await startSlackSimulator({ dataFile, now: () => 9000 });
      expect(second.workspace.user(ada.id)).toEqual(off);
      expect(second.workspace.findByEmail('ADA@example.com')?.id).toBe(ada.id);
      expect(second.workspace.groups.get(group.id)).toEqual(group);
      expect(second.workspace.groups.groupsOf(bob.id)).toEqual([group]);
      await second.close();
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
