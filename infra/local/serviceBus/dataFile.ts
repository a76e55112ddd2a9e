import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { decodeContent, encodeContent } from './amqp/messageCoding.ts';
import type { Queue } from './queue/queue.ts';
import type { QueueMessage } from './queue/queueMessage.ts';
import type { QueueSnapshot } from './queue/queueSnapshot.ts';

type SavedMessage = Omit<QueueMessage, 'lock' | 'content' | 'applicationProperties' | 'timeToLiveMs' | 'expiresAt'> & {
  /** The AMQP message, base64. */
  readonly message: string;
  /** `null`: never, as JSON has no infinity. */
  readonly timeToLiveMs: number | null;
  readonly expiresAt: number | null;
};

interface SavedQueue extends Omit<QueueSnapshot, 'messages' | 'deadLetters' | 'sessionStates'> {
  readonly messages: readonly SavedMessage[];
  readonly deadLetters: readonly SavedMessage[];
  /** Session id, state in base64. */
  readonly sessionStates: readonly (readonly [string, string])[];
}

interface SavedQueues {
  readonly version: 1;
  readonly queues: Readonly<Record<string, SavedQueue>>;
}

/** From a change to its writing. A large file, which takes long, is written less often. */
const MIN_WRITE_DELAY_MS = 200;
const DELAY_PER_WRITE_TIME = 10;

/**
 * Keeps queues in a JSON file, so that a local stack goes on where it stopped. Written as a whole, under another name
 * first, shortly after a change and on close; a killed process loses what changed within the last moments.
 * Queues in the file that are not defined (any more) stay in it untouched.
 */
export class DataFile {
  readonly #path: string;
  readonly #queues: readonly Queue[];
  readonly #others: Record<string, SavedQueue>;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #delayMs = MIN_WRITE_DELAY_MS;

  /** Fills the queues from the file, if there is one. Throws when it cannot be read as such. */
  constructor(path: string, queues: readonly Queue[]) {
    this.#path = path;
    this.#queues = queues;
    this.#others = { ...readSaved(path).queues };
    for (const queue of queues) {
      const saved = this.#others[queue.settings.name];
      if (saved) queue.restore(toSnapshot(saved));
      delete this.#others[queue.settings.name];
    }
  }

  /** Writes soon. */
  changed(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#writing = this.#writing.then(() => this.#write());
    }, this.#delayMs);
  }

  /** Writes now. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#writing;
    mkdirSync(dirname(this.#path), { recursive: true });
    writeFileSync(this.#temporaryPath, this.#content());
    renameSync(this.#temporaryPath, this.#path);
  }

  get #temporaryPath(): string {
    return `${this.#path}.new`;
  }

  async #write(): Promise<void> {
    const started = performance.now();
    try {
      mkdirSync(dirname(this.#path), { recursive: true });
      await writeFile(this.#temporaryPath, this.#content());
      await rename(this.#temporaryPath, this.#path);
    } catch (error) {
      console.error(`Service Bus emulator: cannot write ${this.#path}:`, error);
    }
    this.#delayMs = Math.max(MIN_WRITE_DELAY_MS, DELAY_PER_WRITE_TIME * (performance.now() - started));
  }

  #content(): string {
    const own = this.#queues.map((queue) => [queue.settings.name, toSaved(queue.snapshot())] as const);
    const saved: SavedQueues = { version: 1, queues: { ...this.#others, ...Object.fromEntries(own) } };
    return JSON.stringify(saved);
  }
}

function readSaved(path: string): SavedQueues {
  let content: string;
  try {
    content = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { version: 1, queues: {} };
    throw error;
  }
  const saved = JSON.parse(content) as SavedQueues;
  if (saved.version !== 1) throw new Error(`${path} was written by another version of the Service Bus emulator.`);
  return saved;
}

function toSaved({ messages, deadLetters, sessionStates, ...rest }: QueueSnapshot): SavedQueue {
  return {
    ...rest,
    messages: messages.map(saveMessage),
    deadLetters: deadLetters.map(saveMessage),
    sessionStates: sessionStates.map(([id, state]) => [id, Buffer.from(state).toString('base64')]),
  };
}

function toSnapshot({ messages, deadLetters, sessionStates, ...rest }: SavedQueue): QueueSnapshot {
  return {
    ...rest,
    messages: messages.map(loadMessage),
    deadLetters: deadLetters.map(loadMessage),
    sessionStates: sessionStates.map(([id, state]) => [id, Buffer.from(state, 'base64')]),
  };
}

function saveMessage(message: Omit<QueueMessage, 'lock'>): SavedMessage {
  const { content, applicationProperties, ...rest } = message;
  return { ...rest, message: encodeContent({ content, applicationProperties }).toString('base64') };
}

function loadMessage({ message, ...rest }: SavedMessage): Omit<QueueMessage, 'lock'> {
  return {
    ...rest,
    ...decodeContent(Buffer.from(message, 'base64')),
    sessionId: rest.sessionId,
    scheduledFor: rest.scheduledFor,
    timeToLiveMs: rest.timeToLiveMs ?? Number.POSITIVE_INFINITY,
    expiresAt: rest.expiresAt ?? Number.POSITIVE_INFINITY,
  };
}
