import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The time of the queue and of the app, which a test moves. Graph, Slack and the tables keep the machine's. */
export class StackTime {
  readonly #folder = mkdtempSync(join(tmpdir(), 'stack-time-'));
  #passed = 0;
  #skew = 0;

  constructor() {
    this.#write();
  }

  /** Settings that put an app on this time. */
  get settings(): Readonly<Record<string, string>> {
    return {
      NODE_OPTIONS: `--import ${new URL('shiftedTime.ts', import.meta.url).href}`,
      SHIFTED_TIME_FILE: this.#file,
    };
  }

  /** The queue's time, in milliseconds since the epoch. */
  queueNow = (): number => Date.now() + this.#passed;

  /** Time passes for both. */
  pass(milliseconds: number): void {
    this.#passed += milliseconds;
    this.#write();
  }

  /** The app's clock jumps to so many milliseconds before (negative) or after the right time. */
  jump(skewMs: number): void {
    this.#skew = skewMs;
    this.#write();
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }

  get #file(): string {
    return join(this.#folder, 'offset');
  }

  /** In one step: a reader must never see half of it. */
  #write(): void {
    writeFileSync(`${this.#file}.new`, String(this.#passed + this.#skew));
    renameSync(`${this.#file}.new`, this.#file);
  }
}
