import { afterEach, expect, it } from 'vitest';
import { eventually, type Scenario, startScenario } from '../support/scenario.ts';

let scenario: Scenario;
afterEach(() => scenario.close());

const WEBHOOK = 'T012AB3CD/B045EF6GH/XyZ0secret';
const SENDER = 'provisioning@contoso.example';
const mailOf = (name: string) => `${name}@contoso.example`;
const mails = () => scenario.graph.mails.map(({ message }) => String(message.subject));
const posts = () => scenario.slack.webhookMessages.map(({ text }) => /^\*(.*)\*$/m.exec(text)?.[1]);

/** A tenant whose administrators get mail, and a post in Slack. */
async function withAlerts(): Promise<void> {
  scenario = await startScenario({
    appDown: true,
    configure: (standard) => ({ ...standard, notify: { email: [mailOf('admin')] } }),
    settings: { NOTIFY_SENDER: SENDER, NOTIFY_SLACK_WEBHOOK: `{slackUrl}/services/${WEBHOOK}` },
  });
  scenario.addPerson({ userPrincipalName: SENDER }, { assigned: false });
  await scenario.startApp();
}

it('administrators are told once when the job goes into quarantine and once when it is over, by mail and in Slack', async () => {
  await withAlerts();
  const id = scenario.addPerson({ userPrincipalName: mailOf('ada') });
  await scenario.provision();
  scenario.slack.faults.tokens = ['another-token'];
  await scenario.patchUser(id, { jobTitle: 'Countess' });
  await eventually(async () => expect((await scenario.status()).state).toBe('quarantine'));
  for (let minute = 0; minute < 2; minute++) await scenario.runTimer('sweep');
  const stopped = ['Slack provisioning has stopped: quarantine'];
  expect([mails(), posts()]).toEqual([stopped, stopped]);

  scenario.slack.faults.tokens = null;
  for (let minute = 0; minute < 2; minute++) await scenario.runTimer('sweep');
  const both = [...stopped, 'Slack provisioning is active again'];
  expect([mails(), posts()]).toEqual([both, both]);
  expect(scenario.graph.mails[0]?.message.toRecipients).toEqual([{ emailAddress: { address: mailOf('admin') } }]);
  const lines = scenario.hostLines.join('\n');
  expect(lines).not.toContain('secret');
  expect(lines).toMatch(new RegExp(`provisioned kind=user id=${id} outcome=created code=- cause=full latencyMs=\\d+`));
  expect(lines).toMatch(/quarantineEntered reason=EncounteredQuarantineException code=invalid_authentication/);
  expect(lines).toMatch(/sweepEnded tookMs=\d+ failedParts=\d+ queueAgeSeconds=0 activeMessages=0/);
  expect(lines).toMatch(/quarantineLeft .* tookMs=\d+/);
});

it('staged deletions are told although mail is down, which stops nothing and is made good later; a test shows what does not work', async () => {
  await withAlerts();
  const add = (n: number) => scenario.addPerson({ userPrincipalName: mailOf(`p${n}`) }, { assigned: false });
  const group = scenario.addGroup(
    'Everybody',
    Array.from({ length: 21 }, (_, n) => add(n)),
  );
  scenario.assign(group);
  scenario.addPerson({ userPrincipalName: mailOf('ada') });
  await scenario.provision();
  scenario.graph.faults.forbidden = { next: 0, probability: 1, pathContains: '/sendMail' };
  scenario.unassign(group);
  for (let minute = 0; minute < 2; minute++) await scenario.runTimer('sweep');
  expect((await scenario.status()).stagedDeletions.pending).toBe(21);
  expect([mails(), posts()]).toEqual([[], ['Deletions wait for your approval']]);
  expect((await scenario.status()).alerts.pending).toMatchObject([{ about: 'deletions', channels: ['email'] }]);

  const url = `${scenario.stack.functionsUrl}/api/alerts/test`;
  const test = await (await fetch(url, { method: 'POST' })).json();
  expect(test).toMatchObject({
    channels: [
      { name: 'email', ok: false, error: expect.stringContaining('Mail.Send') },
      { name: 'slackWebhook', ok: true, error: null },
    ],
  });
  scenario.graph.faults.forbidden = { next: 0, probability: 0, pathContains: '' };
  await scenario.runTimer('sweep');
  expect(mails()).toEqual(['Deletions wait for your approval']);
  expect((await scenario.status()).alerts.pending).toEqual([]);
});
