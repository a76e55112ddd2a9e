import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { IssuedToken } from '../oauth/tokenStore.ts';
import type { WorkspaceData } from './workspace.ts';

/** What the file holds. */
export interface SimulatorData extends WorkspaceData {
  /** Tokens from the consent page; absent in a file of an earlier version. */
  readonly tokens?: readonly IssuedToken[];
}

/** Shortest time between two writes, in milliseconds; a large workspace is written less often. */
const DEBOUNCE = 300;

/** Keeps the workspace in a JSON file: written a moment after a change, and atomically (a copy that is renamed). */
export class DataFile {
  readonly #path: string;
  readonly #snapshot: () => SimulatorData;
  #timer: NodeJS.Timeout | undefined;
  #dirty = false;
  #lastDuration = 0;
  #writing: Promise<void> = Promise.resolve();

  constructor(path: string, snapshot: () => SimulatorData) {
    this.#path = path;
    this.#snapshot = snapshot;
  }

  /** What the file holds; `undefined` when there is none. */
  read(): SimulatorData | undefined {
    if (!existsSync(this.#path)) return undefined;
    const data = JSON.parse(readFileSync(this.#path, 'utf8')) as SimulatorData;
    if (data.version !== 1)
      throw new Error(`${this.#path} was written by another version of the simulator; delete it.`);
    return data;
  }

  /** Says that something changed. */
  touch(): void {
    this.#dirty = true;
    if (this.#timer) return;
    const write = () => this.flush().catch((error: unknown) => console.error(`Cannot write ${this.#path}.`, error));
    this.#timer = setTimeout(write, Math.max(DEBOUNCE, this.#lastDuration * 10));
    this.#timer.unref();
  }

  /** Writes what changed since the last time; resolves when it is on disk. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const written = this.#writing.then(() => this.#write());
    this.#writing = written.catch(() => {});
    return written;
  }

  async #write(): Promise<void> {
    if (!this.#dirty) return;
    this.#dirty = false;
    const started = performance.now();
    const copy = `${this.#path}.${process.pid}.tmp`;
    await mkdir(dirname(this.#path), { recursive: true });
    await writeFile(copy, JSON.stringify(this.#snapshot()));
    await rename(copy, this.#path);
    this.#lastDuration = performance.now() - started;
  }
}
