import type { LogLevel } from './registration/coreTypes.ts';

/** Writes one line per entry; `source` is a function's name or `host`. */
export type WriteLine = (level: LogLevel, source: string, text: string) => void;

const ORDER: readonly LogLevel[] = ['trace', 'debug', 'information', 'warning', 'error', 'critical', 'none'];

function rank(level: LogLevel): number {
  return ORDER.indexOf(level);
}

function levelNamed(name: unknown): LogLevel | undefined {
  if (typeof name !== 'string') return undefined;
  return ORDER.find((level) => level === name.toLowerCase());
}

/**
 * The lowest level that is written for a source, from host.json `logging.logLevel`. The most exact of
 * `Function.<name>.User`, `Function.<name>`, `Function`, `default` counts; for the host's own lines `Host`, `default`.
 */
export function thresholdFor(source: string, logLevels: Readonly<Record<string, unknown>>): LogLevel {
  const categories =
    source === 'host' ? ['Host'] : [`Function.${source}.User`, `Function.${source}`, 'Function.*', 'Function'];
  for (const category of [...categories, 'default']) {
    const level = levelNamed(logLevels[category]);
    if (level) return level;
  }
  return 'information';
}

/** A structured event, which is a JSON object with the member `event`, as a person reads it: `name key=value …`. */
function showEvent(text: string): string {
  if (!text.startsWith('{"event":')) return text;
  try {
    const { event, ...properties } = JSON.parse(text) as Readonly<Record<string, unknown>>;
    return [event, ...Object.entries(properties).map(([name, value]) => `${name}=${value ?? '-'}`)].join(' ');
  } catch {
    return text;
  }
}

export interface ConsoleOptions {
  /** Only warnings and errors. */
  readonly quiet: boolean;
  /** host.json `logging.logLevel`. */
  readonly logLevels: Readonly<Record<string, unknown>>;
  /** Takes one finished line without its line end. */
  readonly print: (line: string) => void;
  readonly now?: () => Date;
}

/** Writes lines as `[hh:mm:ss level source] text`, times in UTC. */
export function createConsole({ quiet, logLevels, print, now = () => new Date() }: ConsoleOptions): WriteLine {
  return (level, source, text) => {
    if (level === 'none') return;
    if (quiet && rank(level) < rank('warning')) return;
    if (rank(level) < rank(thresholdFor(source, logLevels))) return;
    print(`[${now().toISOString().slice(11, 19)} ${level} ${source}] ${showEvent(text)}`);
  };
}
