import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { HostStartError } from '../hostStartError.ts';
import { readJsonFile } from './localSettings.ts';
import { parseTimeSpan } from './timeSpan.ts';

export interface ServiceBusSettings {
  readonly autoCompleteMessages: boolean;
  readonly maxConcurrentCalls: number;
  readonly maxConcurrentSessions: number;
  readonly maxAutoLockRenewalMs: number;
  readonly sessionIdleTimeoutMs: number;
  readonly retry: {
    readonly mode: 'exponential' | 'fixed';
    readonly tryTimeoutMs: number;
    readonly delayMs: number;
    readonly maxDelayMs: number;
    readonly maxRetries: number;
  };
}

/** What this host obeys of `host.json`. */
export interface HostSettings {
  /** Without slashes at its ends; empty for none. */
  readonly routePrefix: string;
  readonly logLevels: Readonly<Record<string, unknown>>;
  readonly serviceBus: ServiceBusSettings;
}

type Section = Record<string, unknown>;

const OVERRIDE_PREFIX = 'azurefunctionsjobhost__';

function isSection(value: unknown): value is Section {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A key of a section, compared without case as .NET configuration does. */
function get(section: unknown, key: string): unknown {
  if (!isSection(section)) return undefined;
  const found = Object.keys(section).find((name) => name.toLowerCase() === key.toLowerCase());
  return found === undefined ? undefined : section[found];
}

function set(section: Section, path: readonly string[], value: string): void {
  const [first, ...rest] = path;
  if (first === undefined) return;
  const key = Object.keys(section).find((name) => name.toLowerCase() === first.toLowerCase()) ?? first;
  if (rest.length === 0) {
    section[key] = value;
    return;
  }
  const child = section[key];
  const next = isSection(child) ? child : {};
  section[key] = next;
  set(next, rest, value);
}

/** Each key of host.json can be overridden by a setting `AzureFunctionsJobHost__path__to__key`. */
function withOverrides(file: unknown, env: NodeJS.ProcessEnv): Section {
  const result: Section = isSection(file) ? structuredClone(file) : {};
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || !name.toLowerCase().startsWith(OVERRIDE_PREFIX)) continue;
    set(result, name.slice(OVERRIDE_PREFIX.length).split('__'), value);
  }
  return result;
}

function count(section: unknown, key: string, fallback: number): number {
  const value = get(section, key);
  if (value === undefined) return fallback;
  const number = Number(value);
  if (Number.isInteger(number) && number >= 0) return number;
  throw new HostStartError(`host.json: ${key} must be a whole number, not ${JSON.stringify(value)}.`);
}

function span(section: unknown, key: string, fallback: number): number {
  const value = get(section, key);
  if (value === undefined) return fallback;
  const milliseconds = typeof value === 'string' ? parseTimeSpan(value) : undefined;
  if (milliseconds !== undefined) return milliseconds;
  throw new HostStartError(`host.json: ${key} must be a time span such as "00:00:30", not ${JSON.stringify(value)}.`);
}

function flag(section: unknown, key: string, fallback: boolean): boolean {
  const value = get(section, key);
  if (value === undefined) return fallback;
  return String(value).toLowerCase() === 'true';
}

/** Defaults are those of the Service Bus extension 5.x. */
function readServiceBus(section: unknown): ServiceBusSettings {
  const retry = get(section, 'clientRetryOptions');
  const tryTimeoutMs = span(retry, 'tryTimeout', 60_000);
  return {
    autoCompleteMessages: flag(section, 'autoCompleteMessages', true),
    maxConcurrentCalls: Math.max(1, count(section, 'maxConcurrentCalls', 16)),
    maxConcurrentSessions: Math.max(1, count(section, 'maxConcurrentSessions', 8)),
    maxAutoLockRenewalMs: span(section, 'maxAutoLockRenewalDuration', 300_000),
    sessionIdleTimeoutMs: span(section, 'sessionIdleTimeout', tryTimeoutMs),
    retry: {
      mode: String(get(retry, 'mode') ?? 'exponential').toLowerCase() === 'fixed' ? 'fixed' : 'exponential',
      tryTimeoutMs,
      delayMs: span(retry, 'delay', 800),
      maxDelayMs: span(retry, 'maxDelay', 60_000),
      maxRetries: count(retry, 'maxRetries', 3),
    },
  };
}

/**
 * Reads `<folder>/host.json` with its overrides from settings.
 * @throws HostStartError when the file is missing, is not version 2.0, or a value has the wrong form
 */
export function readHostSettings(folder: string, env: NodeJS.ProcessEnv): HostSettings {
  const path = join(folder, 'host.json');
  if (!existsSync(path)) throw new HostStartError(`There is no host.json in ${folder}: that is no function app.`);
  const file = withOverrides(readJsonFile(path), env);
  if (get(file, 'version') !== '2.0') throw new HostStartError(`${path}: "version" must be "2.0".`);
  const extensions = get(file, 'extensions');
  const logLevels = get(get(file, 'logging'), 'logLevel');
  return {
    routePrefix: String(get(get(extensions, 'http'), 'routePrefix') ?? 'api').replace(/^\/+|\/+$/g, ''),
    logLevels: isSection(logLevels) ? logLevels : {},
    serviceBus: readServiceBus(get(extensions, 'serviceBus')),
  };
}
