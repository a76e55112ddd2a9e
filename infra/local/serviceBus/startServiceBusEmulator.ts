import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import rhea from 'rhea';
import { acknowledgePromptly } from './amqp/acknowledgePromptly.ts';
import { serveConnection } from './amqp/clientConnection.ts';
import { MAX_MESSAGE_BYTES } from './amqp/sendLink.ts';
import { Broker } from './broker.ts';
import { DataFile } from './dataFile.ts';
import { createManagementServer } from './management/createManagementServer.ts';
import { splitProtocols } from './management/splitProtocols.ts';
import type { OperationCounts, OperationListener } from './operations.ts';
import { Queue, type QueueDepth } from './queue/queue.ts';
import { completeDefinition, type QueueDefinition } from './queue/queueDefinition.ts';

export interface ServiceBusEmulatorOptions {
  /** Any free port when 0 or absent. */
  readonly port?: number;
  readonly queues: readonly QueueDefinition[];
  /** Milliseconds since the epoch. With a clock of your own, call `runDue` after moving it. */
  readonly now?: () => number;
  /** Sees every operation; may refuse it, to play a fault. */
  readonly onOperation?: OperationListener;
  /** JSON file that keeps the queues over restarts. */
  readonly dataFile?: string;
}

export interface ServiceBusEmulator {
  readonly port: number;
  /** For `new ServiceBusClient(...)`. Any key is taken. */
  readonly connectionString: string;
  /** How often each operation was asked for; a batch counts once. */
  readonly requests: Readonly<OperationCounts>;
  /** How many messages each operation concerned. */
  readonly messages: Readonly<OperationCounts>;
  /** Throws RangeError for an unknown queue. */
  queueDepth(name: string): QueueDepth;
  /** Does at once what is due by the clock: scheduled messages, lock ends, expiry, ended waits. */
  runDue(): void;
  /** Cuts every connection, as a network fault would. */
  dropConnections(): void;
  /** Cuts every connection and writes the data file. May be called more than once. */
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
/** setTimeout takes no more. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * Starts an AMQP server on 127.0.0.1 that `@azure/service-bus` uses as it uses Service Bus, with the management API on the same port. Rejects when the port is taken
 * or the data file cannot be read.
 */
export async function startServiceBusEmulator(options: ServiceBusEmulatorOptions): Promise<ServiceBusEmulator> {
  const now = options.now ?? Date.now;
  let dataFile: DataFile | undefined;
  let timer: NodeJS.Timeout | undefined;
  let timerAt = Number.POSITIVE_INFINITY;

  const runDue = () => {
    for (const queue of broker.queues()) queue.runDue();
    setTimer();
  };
  /** One timer, for whatever is due next in any queue. Woken too early, it is only set again. */
  const setTimer = () => {
    const due = Math.min(...broker.queues().map((queue) => queue.nextDue()));
    if (timer && timerAt <= due) return;
    clearTimeout(timer);
    timerAt = due;
    // What was due a moment ago may be overdue by now, and Node warns of negative times.
    const wait = Math.min(Math.max(0, due - now()), MAX_TIMER_MS);
    timer = due === Number.POSITIVE_INFINITY ? undefined : setTimeout(wake, wait);
  };
  const wake = () => {
    timer = undefined;
    runDue();
  };
  const changed = (what: 'contents' | 'schedule') => {
    if (what === 'contents') dataFile?.changed();
    setTimer();
  };

  const queues = options.queues.map((definition) => new Queue(completeDefinition(definition), { now, changed }));
  const broker = new Broker(queues, options.onOperation);
  if (options.dataFile !== undefined) dataFile = new DataFile(options.dataFile, queues);

  const container = rhea.create_container({ id: 'service-bus-emulator' });
  enableAnonymousLogin(container.sasl_server_mechanisms);
  container.on('connection_open', ({ connection }) => {
    acknowledgePromptly(connection);
    serveConnection(connection, broker);
  });
  container.on('disconnected', () => {});
  container.on('error', (error) => console.error('Service Bus emulator:', error));

  const server = container.listen({
    host: HOST,
    port: options.port ?? 0,
    noDelay: true,
    sender_options: { treat_modified_as_released: false },
    receiver_options: { autoaccept: false, max_message_size: MAX_MESSAGE_BYTES },
  } as Parameters<typeof container.listen>[0]);
  splitProtocols(server, createManagementServer(broker));
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  setTimer();

  const dropConnections = () => {
    // rhea notices an error, not a mere close.
    for (const socket of sockets) socket.destroy(new Error('connection dropped'));
  };
  const close = async () => {
    const closed = once(server, 'close');
    server.close();
    dropConnections();
    await closed;
    clearTimeout(timer);
    await dataFile?.close();
  };
  let closing: Promise<void> | undefined;
  return {
    port,
    connectionString: `Endpoint=sb://${HOST}:${port};SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=SAS_KEY_VALUE;UseDevelopmentEmulator=true;`,
    requests: broker.requests,
    messages: broker.messages,
    queueDepth: (name) => depthOf(broker, name),
    runDue,
    dropConnections,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

function depthOf(broker: Broker, name: string): QueueDepth {
  const queue = broker.find({ queue: name.toLowerCase(), isDeadLetterQueue: false });
  if (!queue) throw new RangeError(`No queue "${name}".`);
  return queue.depth();
}

/** The SDKs log in without a name; that of .NET calls its mechanism MSSBCBS. The key comes later, in `$cbs`. */
function enableAnonymousLogin(mechanisms: Record<string, unknown> & { enable_anonymous?: () => void }): void {
  mechanisms.enable_anonymous?.();
  mechanisms.MSSBCBS = mechanisms.ANONYMOUS;
}
