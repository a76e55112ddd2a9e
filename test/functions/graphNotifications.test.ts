import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { Readable } from 'node:stream';
import { ServiceBusClient } from '@azure/service-bus';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, type Scenario, startScenario } from '../support/scenario.ts';
import { collection, lifecycleItem, notificationItem, userItem } from './notificationItems.ts';

let scenario: Scenario;
let url: string;

beforeAll(async () => {
  // Nobody takes the messages out, so that a test sees what has been put in.
  scenario = await startScenario({ settings: { 'AzureWebJobs.processChange.Disabled': 'true' } });
  url = `${scenario.stack.functionsUrl}/api/graph/notifications`;
});
afterAll(() => scenario.close());

const queued = () => scenario.stack.serviceBus.queueDepth('changes').active;

function post(body: string | ReadableStream): Promise<Response> {
  const init = { method: 'POST', body, headers: { 'content-type': 'application/json' } };
  return fetch(url, body instanceof ReadableStream ? { ...init, duplex: 'half' } : init);
}

/** What the app has written while an action ran. */
async function linesDuring(action: () => Promise<unknown>, expected: number): Promise<readonly string[]> {
  const start = scenario.hostLines.length;
  await action();
  const lines = () => scenario.hostLines.slice(start).filter((line) => / warning graphNotifications\]/.test(line));
  await eventually(() => expect(lines()).toHaveLength(expected));
  return lines();
}

describe('the validation handshake', () => {
  const TOKEN = 'Validation: Testing client application reachability for <b>subscription</b> Request-Id: a+b/c=&d%20';

  it.each([
    ['%20 for blanks', encodeURIComponent(TOKEN)],
    [
      '+ for blanks and lower-case hex, as Graph sends it',
      encodeURIComponent(TOKEN).replaceAll('%20', '+').toLowerCase(),
    ],
  ])('answers the decoded token as plain text and nothing else: %s', async (_, encoded) => {
    const answer = await fetch(`${url}?validationToken=${encoded}`, { method: 'POST' });
    const expected = encoded === encoded.toLowerCase() ? TOKEN.toLowerCase() : TOKEN;
    expect([answer.status, await answer.text()]).toEqual([200, expected]);
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('answers an empty token too, and never looks at the body', async () => {
    const answer = await fetch(`${url}?validationToken=`, { method: 'POST', body: collection(userItem()) });
    expect([answer.status, await answer.text(), queued()]).toEqual([200, '', 0]);
  });

  it('lets Graph make the subscriptions, lifecycle URL included, and healing makes them again', async () => {
    await scenario.runTimer('renewSubscriptions');
    const subscriptions = scenario.graph.subscriptions();
    expect(subscriptions.map(({ resource }) => resource).sort()).toEqual(['groups', 'users']);
    for (const { notificationUrl, lifecycleNotificationUrl } of subscriptions) {
      expect([notificationUrl, lifecycleNotificationUrl]).toEqual([url, url]);
    }
  });
});

describe('a notification', () => {
  it('becomes one message per item, in the queue when the answer comes', async () => {
    const [one, other] = [randomUUID(), randomUUID()];
    const before = queued();
    const answer = await post(
      collection(
        notificationItem(`Users/${one}`),
        notificationItem(`users/${other.toUpperCase()}`),
        notificationItem(`Groups/${other}`),
        notificationItem(`Users/${one}`),
      ),
    );
    expect([answer.status, queued() - before]).toEqual([202, 4]);
    const messages = (await peek()).slice(before);
    expect(messages.map(({ sessionId }) => sessionId)).toEqual([
      `user:${one}`,
      `user:${other}`,
      `group:${other}`,
      `user:${one}`,
    ]);
    expect(messages[0]?.body).toEqual({ v: 1, kind: 'user', id: one, cause: 'notification', attempt: 0 });
  });

  it('delivered twice becomes one message', async () => {
    const before = queued();
    const body = collection(userItem());
    expect([(await post(body)).status, (await post(body)).status, queued() - before]).toEqual([202, 202, 1]);
  });

  it('is answered well within the 3 s that Graph allows', async () => {
    await post(collection(userItem()));
    const times: number[] = [];
    for (let index = 0; index < 40; index++) {
      const start = performance.now();
      expect((await post(collection(userItem(), userItem(), userItem()))).status).toBe(202);
      times.push(performance.now() - start);
    }
    const [median = 0, worst = 0] = [times.sort((a, b) => a - b)[20], times.at(-1)];
    expect(median).toBeLessThan(100);
    expect(worst).toBeLessThan(1_000);
  });

  it('about the life of a subscription is answered 202 and brings about its renewal by the next sweep', async () => {
    await scenario.runTimer('renewSubscriptions');
    const before = scenario.graph.requests.length;
    expect((await post(collection(lifecycleItem('reauthorizationRequired')))).status).toBe(202);
    await scenario.runTimer('sweep');
    const renewed = scenario.graph.requests.slice(before).filter(({ method }) => method === 'PATCH');
    expect(renewed.map(({ path }) => path.replace(/[^/]+$/, '…'))).toEqual(Array(2).fill('/v1.0/subscriptions/…'));
  });
});

describe('what is not ours', () => {
  const NAME = 'ada.lovelace@contoso.example';
  const cases: [what: string, item: string, reason: RegExp][] = [
    ['a wrong clientState', userItem({ clientState: 'guessed-state' }), /wrong clientState/],
    ['no clientState', userItem({ clientState: undefined }), /wrong clientState/],
    ['another tenant', userItem({ tenantId: randomUUID() }), /other tenant/],
    ['an unknown resource', notificationItem(`devices/${randomUUID()}`), /unknown resource or id/],
    ['a name in place of an id', notificationItem(`users/${NAME}`), /unknown resource or id/],
    ['a path out of the collection', notificationItem('users/../groups/x'), /unknown resource or id/],
    ['an unknown change', userItem({ changeType: NAME }), /unknown change type/],
    ['an unknown lifecycle event', lifecycleItem(NAME), /unknown lifecycle event/],
    ['a number', '5', /not an object/],
    ['null', 'null', /not an object/],
    ['a list', '[]', /not an object/],
    ['an empty object', '{}', /wrong clientState/],
  ];
  it.each(cases)('is answered 202, not enqueued, and told in a line that names nobody: %s', async (_, item, reason) => {
    const before = queued();
    const [line = '', ...more] = await linesDuring(async () => {
      expect((await post(collection(item))).status).toBe(202);
    }, 1);
    expect(queued()).toBe(before);
    expect(more).toEqual([]);
    expect(line).toMatch(reason);
    expect(line).not.toMatch(/contoso|guessed|local-client-state/);
  });

  it('does not keep the other items of the POST from being taken', async () => {
    const before = queued();
    const lines = await linesDuring(async () => {
      const body = collection(userItem(), userItem({ clientState: 'no' }), '7', userItem());
      expect((await post(body)).status).toBe(202);
    }, 2);
    expect(queued() - before).toBe(2);
    expect(lines.map((line) => /item (\d)/.exec(line)?.[1])).toEqual(['1', '2']);
  });
});

describe('half a million bad items in one POST', () => {
  it('are answered in time and cost one line in the log', async () => {
    const before = scenario.hostLines.length;
    const [line] = await linesDuring(async () => {
      const start = performance.now();
      expect((await post(`{"value":[${'0,'.repeat(500_000)}0]}`)).status).toBe(202);
      expect(performance.now() - start).toBeLessThan(3_000);
    }, 1);
    expect(line).toMatch(/item 0 and 500000 more were ignored: not an object/);
    expect(scenario.hostLines.length - before).toBeLessThan(5);
  });
});

describe('what is no notification', () => {
  it.each([
    ['nothing', ''],
    ['text', 'hello'],
    ['half of one', collection(userItem()).slice(0, -2)],
    ['JSON of another shape', '{"values":[]}'],
    ['a list', '[]'],
    ['a value that is no list', '{"value":{}}'],
  ])('is refused with 400: %s', async (_, body) => {
    const before = queued();
    await linesDuring(async () => expect((await post(body)).status).toBe(400), 1);
    expect(queued()).toBe(before);
  });

  it('is refused with 413 when it is larger than 1 MB, whether its length is announced or not', async () => {
    const before = queued();
    const large = collection(userItem({ padding: 'ü'.repeat(512 * 1024) }));
    expect((await post(large)).status).toBe(413);
    expect((await post(Readable.toWeb(Readable.from([Buffer.from(large)])) as ReadableStream)).status).toBe(413);
    expect(await postAnnouncing(2 * 1024 * 1024, 'x'.repeat(2 * 1024 * 1024))).toBe(413);
    expect(queued()).toBe(before);
  });

  it('takes a body just below 1 MB, in chunks', async () => {
    const body = Buffer.from(collection(userItem({ padding: 'x'.repeat(1024 * 1024 - 2_000) })));
    const chunks = [body.subarray(0, 600_000), body.subarray(600_000)];
    expect((await post(Readable.toWeb(Readable.from(chunks)) as ReadableStream)).status).toBe(202);
  });

  it.each(['GET', 'PUT', 'DELETE', 'HEAD'])('refuses %s, with a token or without', async (method) => {
    for (const query of ['', '?validationToken=x']) {
      const answer = await fetch(url + query, { method });
      expect(answer.status).toBe(404);
      expect(await answer.text()).toBe('');
    }
  });
});

/** A POST by hand, with a `content-length` and the body that it announces. */
function postAnnouncing(length: number, body: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: 'POST', headers: { 'content-length': length } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** All messages in the queue, oldest first, without taking them. */
async function peek() {
  const client = new ServiceBusClient(scenario.stack.serviceBus.connectionString);
  try {
    return await client.createReceiver('changes').peekMessages(1_000);
  } finally {
    await client.close();
  }
}
