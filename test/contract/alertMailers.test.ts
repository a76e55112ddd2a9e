import { afterEach, describe, expect, it } from 'vitest';
import { createEmptyTenant } from '../../infra/local/demo/createDemoTenant.ts';
import { type GraphSimulator, startGraphSimulator } from '../../infra/local/graph/startGraphSimulator.ts';
import { type LocalServer, startServer } from '../../infra/local/http/server.ts';
import { type SlackSimulator, startSlackSimulator } from '../../infra/local/slack/startSlackSimulator.ts';
import { createGraphMailer } from '../../shared/entra/createGraphMailer.ts';
import { createGraphClient } from '../../shared/entra/graphClient.ts';
import type { ProvisioningError } from '../../shared/errors/provisioningError.ts';
import { createWebhookMailer } from '../../shared/slack/webhook/createWebhookMailer.ts';
import { manualClock } from './graphClientScript.ts';

const running: (GraphSimulator | SlackSimulator | LocalServer)[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.close();
});

const ALERT = {
  subject: 'Provisioning <stopped> & waits',
  paragraphs: ['Nothing is written.', '• 2 × a: b < c'],
  link: 'https://app.example/api/dashboard',
};
const SECRET = 'T012AB3CD/B045EF6GH/XyZ0secret';

async function slack() {
  const simulator = await startSlackSimulator();
  running.push(simulator);
  return { simulator, mailer: createWebhookMailer({ url: `${simulator.url}/services/${SECRET}` }) };
}

const failureOf = (call: Promise<void>): Promise<ProvisioningError> =>
  call.then(
    () => expect.unreachable('it was sent'),
    (error) => error,
  );

describe('an incoming webhook', () => {
  it('gets subject, paragraphs and a link, with Slack’s control characters escaped', async () => {
    const { simulator, mailer } = await slack();
    await mailer.send(ALERT);
    expect(simulator.webhookMessages).toMatchObject([
      {
        webhook: SECRET,
        text: [
          '*Provisioning &lt;stopped&gt; &amp; waits*',
          'Nothing is written.',
          '• 2 × a: b &lt; c',
          '<https://app.example/api/dashboard|Open the dashboard>',
        ].join('\n\n'),
      },
    ]);
  });

  it.each([
    ['channel_is_archived', 'invalid', /archived/],
    ['no_service', 'invalid', /removed/],
    ['invalid_token', 'invalid', /void/],
    ['rate_limited', 'retry', /429/],
    ['rollup_error', 'retry', /500/],
  ])('that answers %s says why, and never its address', async (name, errorClass, words) => {
    const { simulator, mailer } = await slack();
    simulator.faults.webhookError = name;
    const error = await failureOf(mailer.send(ALERT));
    expect(error).toMatchObject({ class: errorClass, code: name });
    expect(error.message).toMatch(words);
    expect(`${error.stack}${JSON.stringify(error)}`).not.toContain('secret');
  });

  it('that does not answer, or redirects, is a passing fault that does not tell its address either', async () => {
    const { simulator, mailer } = await slack();
    await simulator.close();
    const silent = await startServer(() => ({ status: 302, headers: { location: 'http://127.0.0.1:1/secret' } }));
    running.push(silent);
    const redirected = createWebhookMailer({ url: `${silent.url}/services/${SECRET}` });
    for (const one of [mailer, redirected]) {
      const error = await failureOf(one.send(ALERT));
      expect(error).toMatchObject({ class: 'retry', code: 'WebhookUnavailable' });
      expect(error.cause).toBeUndefined();
      expect(`${error.stack}`).not.toContain('secret');
    }
  });
});

describe('the Slack simulator’s webhooks', () => {
  const post = (url: string, body: string, type = 'application/json') =>
    fetch(url, { method: 'POST', body, headers: { 'content-type': type } });

  it.each([
    [`/services/${SECRET}`, '{"text":"hello"}', 200, 'ok'],
    [`/services/${SECRET}`, '{"blocks":[]}', 200, 'ok'],
    [`/services/${SECRET}`, '{"text":""}', 400, 'no_text'],
    [`/services/${SECRET}`, 'hello', 400, 'invalid_payload'],
    ['/services/T012AB3CD/B045', '{"text":"hello"}', 404, 'no_service'],
    ['/services/x/y/z', '{"text":"hello"}', 404, 'no_team'],
  ])('answer as Slack does: %s %s', async (path, body, status, text) => {
    const { simulator } = await slack();
    const answer = await post(simulator.url + path, body);
    expect([answer.status, await answer.text()]).toEqual([status, text]);
  });

  it('take a form with the payload, too', async () => {
    const { simulator } = await slack();
    const form = new URLSearchParams({ payload: '{"text":"hello"}' }).toString();
    const answer = await post(`${simulator.url}/services/${SECRET}`, form, 'application/x-www-form-urlencoded');
    expect(answer.status).toBe(200);
    expect(simulator.webhookMessages).toMatchObject([{ text: 'hello' }]);
  });
});

describe('mail through Graph', () => {
  async function graph(recipients = ['ada@contoso.example', 'ben@contoso.example']) {
    const simulator = await startGraphSimulator({ tenant: createEmptyTenant() });
    running.push(simulator);
    const sender = 'provisioning+1@contoso.example';
    simulator.directory.addUser({
      ...{ userPrincipalName: sender, displayName: 'Provisioning', mailNickname: 'provisioning', accountEnabled: true },
    });
    const client = createGraphClient({
      ...{ baseUrl: simulator.url, credential: { getToken: async () => 'test' }, clock: manualClock() },
      ...{ random: () => 0.5, maxTries: 1, patienceMs: 0 },
    });
    return { simulator, sender, mailer: createGraphMailer(client, { sender, recipients }) };
  }

  it('goes from the mailbox to everybody, as plain text, and is not kept among the sent items', async () => {
    const { simulator, sender, mailer } = await graph();
    await mailer.send(ALERT);
    expect(simulator.mails).toMatchObject([
      {
        sender,
        saveToSentItems: false,
        message: {
          subject: ALERT.subject,
          body: { contentType: 'Text', content: [...ALERT.paragraphs, ALERT.link].join('\n\n') },
          toRecipients: [
            { emailAddress: { address: 'ada@contoso.example' } },
            { emailAddress: { address: 'ben@contoso.example' } },
          ],
        },
      },
    ]);
  });

  it('that is refused or fails is one request and says no address', async () => {
    const { simulator, sender, mailer } = await graph();
    simulator.faults.serverErrors = { ...simulator.faults.serverErrors, next: 1 };
    const before = simulator.requests.length;
    const error = await failureOf(mailer.send(ALERT));
    expect(error.class).toBe('retry');
    expect(simulator.requests.length - before).toBe(1);
    expect(error.message).not.toContain(sender);
  });
});
