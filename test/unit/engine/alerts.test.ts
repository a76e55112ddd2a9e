import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EngineDependencies } from '../../../shared/engine/dependencies.ts';
import { readStatus } from '../../../shared/engine/readStatus.ts';
import { sendAlerts } from '../../../shared/engine/sendAlerts.ts';
import { sweep } from '../../../shared/engine/sweep.ts';
import { ProvisioningError } from '../../../shared/errors/provisioningError.ts';
import type { Alert, AlertChannel } from '../../../shared/model/alert.ts';
import type { Mailer } from '../../../shared/ports/mailer.ts';
import { type EngineBench, startEngineBench } from '../../support/engineBench.ts';

let bench: EngineBench;
let app: EngineDependencies;
let sent: { readonly by: AlertChannel; readonly alert: Alert }[];
let broken: Set<AlertChannel>;

const mailer = (name: AlertChannel): Mailer => ({
  name,
  send: async (alert) => {
    if (broken.has(name)) throw new ProvisioningError('retry', 'Down', 'The mail server does not answer.');
    sent.push({ by: name, alert });
  },
});
const mailers = [mailer('email'), mailer('slackWebhook')];

beforeEach(async () => {
  bench = await startEngineBench();
  [sent, broken] = [[], new Set()];
  app = bench.instance({ mailers });
});
afterEach(() => bench.close());

const QUARANTINE = { reason: 'EncounteredQuarantineException', code: 'missing_scope', message: 'No.' } as const;
const subjects = (by: AlertChannel) => sent.filter((one) => one.by === by).map(({ alert }) => alert.subject);
const nextMinute = () => bench.clock.advance(60_000);

describe('an alert', () => {
  it('is sent once by each way, however many instances look at the same time', async () => {
    await app.gate.quarantine(QUARANTINE);
    const others = Array.from({ length: 4 }, () => bench.instance({ mailers }));
    await Promise.all([app, ...others].map(sendAlerts));
    for (const instance of [app, ...others]) await sendAlerts(instance);
    expect(sent.map(({ by }) => by).sort()).toEqual(['email', 'slackWebhook']);
  });

  it('that one way does not take is tried there again by the next sweep, not by the other way', async () => {
    broken.add('email');
    await app.gate.quarantine(QUARANTINE);
    await sendAlerts(app);
    expect([subjects('email'), subjects('slackWebhook')]).toEqual([[], [expect.stringContaining('has stopped')]]);
    expect((await readStatus(app)).alerts).toMatchObject({
      channels: ['email', 'slackWebhook'],
      pending: [{ about: 'job', channels: ['email'], error: 'The mail server does not answer.' }],
    });
    broken.clear();
    nextMinute();
    await sendAlerts(app);
    nextMinute();
    await sendAlerts(app);
    expect([subjects('email').length, subjects('slackWebhook').length]).toEqual([1, 1]);
    expect((await readStatus(app)).alerts.pending).toEqual([]);
  });

  it('tells what is true by the time when it can be sent', async () => {
    broken.add('email');
    await app.gate.quarantine(QUARANTINE);
    await sendAlerts(app);
    await app.gate.start('ada');
    broken.clear();
    nextMinute();
    await sendAlerts(app);
    expect(subjects('email')).toEqual(['Slack provisioning is active again']);
  });

  it('whose sending dies half-way is sent after all', async () => {
    const hanging: Mailer = { name: 'email', send: () => new Promise(() => undefined) };
    await app.gate.quarantine(QUARANTINE);
    void sendAlerts(bench.instance({ mailers: [hanging] }));
    await expect.poll(() => app.job.read('alerts')).toBeDefined();
    await sendAlerts(app);
    expect(subjects('email')).toEqual([expect.stringContaining('has stopped')]);
  });

  it('that cannot be sent, for hours, stops no sweep and no provisioning', async () => {
    broken.add('email').add('slackWebhook');
    const id = bench.addPerson({ userPrincipalName: 'ada@contoso.example' });
    await bench.fullCycle(app);
    await app.gate.quarantine({ ...QUARANTINE, code: 'UnexpectedDeactivation' });
    for (let minute = 0; minute < 3; minute++) {
      nextMinute();
      await sweep(app).catch(() => undefined);
    }
    await app.gate.start('ada');
    bench.graph.directory.patchUser(id, { jobTitle: 'Countess' });
    nextMinute();
    await sweep(app).catch(() => undefined);
    await bench.drain(app);
    expect(bench.account('ada@contoso.example')?.title).toBe('Countess');
    expect(sent).toEqual([]);
  });

  it('is not sent, nor written down, where no way is configured', async () => {
    await bench.app.gate.quarantine(QUARANTINE);
    await sendAlerts(bench.app);
    expect(await bench.app.job.read('alerts')).toBeUndefined();
  });
});

describe('failing people', () => {
  it('get one digest after the cycle, without their names, and one message when all have recovered', async () => {
    for (let n = 0; n < 3; n++) bench.addPerson({ userPrincipalName: `p${n}@contoso.example`, mail: null });
    const ids = bench.graph.directory.users().map(({ id }) => id);
    await bench.fullCycle(app);
    for (let minute = 0; minute < 12; minute += 3) {
      bench.clock.advance(3 * 60_000);
      await sweep(app).catch(() => undefined);
      await bench.drain(app);
    }
    expect(subjects('email')).toEqual(['3 people or groups cannot be provisioned']);
    expect(JSON.stringify(sent)).not.toMatch(/contoso/);
    for (const id of ids) {
      bench.graph.directory.patchUser(id, { mail: `${id.slice(0, 8)}@contoso.example` });
      await bench.notify(id, { on: app });
    }
    nextMinute();
    await sweep(app).catch(() => undefined);
    expect(subjects('email').at(-1)).toBe('Nobody fails any more');
  });
});
