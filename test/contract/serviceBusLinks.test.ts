import rhea, { type Connection, type Receiver, type ReceiverOptions } from 'rhea';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startFixture } from './serviceBusFixture.ts';

function connect(port: number): Connection {
  const container = rhea.create_container();
  // As a client, rhea opens a link anew (without a source, in the end) that it closed before it was open.
  container.on('error', () => {});
  const connection = container.connect({ host: '127.0.0.1', port, reconnect: false });
  onTestFinished(() => connection.close());
  return connection;
}

/** A receiving link without the SDK around it, so that credit is in the test's hands. */
async function openLink(port: number, options: ReceiverOptions = {}): Promise<Receiver> {
  const receiver = connect(port).open_receiver({ source: 'plain', credit_window: 0, autoaccept: false, ...options });
  await new Promise((resolve) => receiver.once('receiver_open', resolve));
  return receiver;
}

const drained = (receiver: Receiver) => new Promise((resolve) => receiver.once('receiver_drained', resolve));

describe('draining', () => {
  it('is confirmed after the messages that were there', async () => {
    const { client, emulator } = await startFixture();
    await client.createSender('plain').sendMessages([{ body: 1 }, { body: 2 }]);
    const receiver = await openLink(emulator.port);
    let got = 0;
    receiver.on('message', () => {
      got += 1;
    });
    receiver.add_credit(10);
    receiver.drain_credit();
    await drained(receiver);
    expect(got).toBe(2);
    receiver.drain = false;
    receiver.add_credit(1);
    const next = new Promise((resolve) => receiver.once('message', resolve));
    await client.createSender('plain').sendMessages({ body: 3 });
    await next;
    expect(got).toBe(3);
  });

  it('is confirmed too when the last credit is spent while the drain is under way', async () => {
    const { client, emulator } = await startFixture();
    await client.createSender('plain').sendMessages({ body: 1 });
    const receiver = await openLink(emulator.port);
    receiver.add_credit(1);
    receiver.drain_credit();
    await drained(receiver);
    expect(emulator.messages.receive).toBe(1);
  });
});

describe('credit beyond the 2,048 deliveries that an AMQP session can hold', () => {
  it.each([
    ['peekLock', { snd_settle_mode: 0, rcv_settle_mode: 1 }],
    ['receiveAndDelete', { snd_settle_mode: 1, rcv_settle_mode: 0, autoaccept: true }],
  ] as const)('is used up to the last message in %s', async (_mode, options) => {
    const { client, emulator } = await startFixture();
    const sender = client.createSender('plain');
    const total = 5_000;
    for (let sent = 0; sent < total; sent += 1_000) {
      await sender.sendMessages(Array.from({ length: 1_000 }, (_, n) => ({ body: sent + n })));
    }
    const receiver = await openLink(emulator.port, options);
    let got = 0;
    const all = new Promise<void>((resolve) => {
      receiver.on('message', ({ delivery }) => {
        got += 1;
        if (options.snd_settle_mode === 0) delivery?.accept();
        if (got === total) resolve();
      });
    });
    receiver.add_credit(total);
    await all;
    await expect.poll(() => emulator.queueDepth('plain').active).toBe(0);
  });
});

describe('a link', () => {
  const nextSession = { address: 'changes', filter: { 'com.microsoft:session-filter': null } };

  it('that closes while it waits for a session is closed in turn, and takes no session', async () => {
    const { client, emulator } = await startFixture();
    const receiver = connect(emulator.port).open_receiver({ source: nextSession, credit_window: 0 });
    await expect.poll(() => emulator.requests.acceptNextSession).toBe(1);
    const closed = new Promise((resolve) => receiver.once('receiver_close', resolve));
    receiver.close();
    await closed;
    await client.createSender('changes').sendMessages({ body: 1, sessionId: 's' });
    expect((await client.acceptNextSession('changes')).sessionId).toBe('s');
  });

  it('frees its session when the AMQP session around it ends', async () => {
    const { client, emulator } = await startFixture();
    await client.createSender('changes').sendMessages({ body: 1, sessionId: 's' });
    const around = connect(emulator.port).create_session();
    around.begin();
    const receiver: Receiver = around.attach_receiver({ source: nextSession, credit_window: 0 });
    await new Promise((resolve) => receiver.once('receiver_open', resolve));
    expect(receiver.source.filter).toEqual({ 'com.microsoft:session-filter': 's' });
    await expect(client.acceptSession('changes', 's')).rejects.toMatchObject({ code: 'SessionCannotBeLocked' });
    around.end();
    expect((await client.acceptNextSession('changes')).sessionId).toBe('s');
  });
});

it('the login of the .NET SDK, SASL mechanism MSSBCBS, is taken as anonymous', async () => {
  const { emulator } = await startFixture();
  const mechanisms = rhea.sasl.client_mechanisms() as unknown as Record<string, unknown> & { enable_anonymous(): void };
  mechanisms.enable_anonymous();
  mechanisms.MSSBCBS = mechanisms.ANONYMOUS;
  delete mechanisms.ANONYMOUS;
  const options = { host: '127.0.0.1', port: emulator.port, reconnect: false, sasl_mechanisms: mechanisms };
  const connection = rhea.create_container().connect(options);
  onTestFinished(() => connection.close());
  await new Promise((resolve) => connection.once('connection_open', resolve));
});
