import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startSlackSimulator } from '../../infra/local/slack/startSlackSimulator.ts';
import { useSlackSimulator } from './callSlackSimulator.ts';

let time = 0;
const draws: number[] = [];
const slack = useSlackSimulator({ now: () => time, random: () => draws.shift() ?? Math.random() });

describe('faults', () => {
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

  it('deactivate on every update, as in April 2024', async () => {
    const { id } = slack.seedAda();
    slack.simulator.faults.deactivateOnWrite = true;
    expect((await slack.patch(id, { op: 'replace', path: 'title', value: 'Dr' })).body.active).toBe(false);
    expect((await slack.call('GET', `/v2/Users/${id}`)).body.active).toBe(false);
  });

  it('show a deactivation only after the lag, in reads and not in the answer of the write', async () => {
    const { id } = slack.seedAda();
    slack.simulator.faults.readLagMs = 5000;
    expect((await slack.patch(id, { op: 'replace', path: 'active', value: false })).body.active).toBe(false);
    expect((await slack.call('GET', `/v2/Users/${id}`)).body.active).toBe(true);
    expect((await slack.call('GET', '/v2/Users')).body.Resources[0]?.active).toBe(true);
    time += 5000;
    expect((await slack.call('GET', `/v2/Users/${id}`)).body.active).toBe(false);
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
    ['[]', 'The body must be a JSON object.'],
  ])('refuse %o, and set nothing', async (change, error) => {
    const answer = await slack.call('PATCH', '/_simulator', change);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({ error });
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
      await first.close();
      expect(JSON.parse(await readFile(dataFile, 'utf8')).accounts).toHaveLength(1);
      const second = await startSlackSimulator({ dataFile, now: () => 9000 });
      expect(second.workspace.user(ada.id)).toEqual(off);
      expect(second.workspace.findByEmail('ADA@example.com')?.id).toBe(ada.id);
      await second.close();
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
