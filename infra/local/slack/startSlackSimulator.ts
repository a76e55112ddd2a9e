import { setTimeout as delay } from 'node:timers/promises';
import { type LoggedRequest, startServer } from '../http/server.ts';
import { type Faults, noFaults } from './faults/faults.ts';
import { RateLimits } from './limits/budgets.ts';
import { createScimHandler } from './routes/answerScim.ts';
import { createControlRouter } from './routes/controlRoutes.ts';
import type { Simulation } from './routes/simulation.ts';
import { DataFile } from './state/dataFile.ts';
import { Workspace } from './state/workspace.ts';

export interface SlackSimulatorOptions {
  /** Default: any free port. */
  readonly port?: number;
  /** `off` (default), 1 for Slack's real limits, 20 for limits that refill twenty times faster. */
  readonly limits?: 'off' | number;
  /** Keeps the accounts in this JSON file. */
  readonly dataFile?: string;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Numbers in [0, 1). */
  readonly random?: () => number;
}

export interface SlackSimulator {
  /** `http://127.0.0.1:<port>`; the SCIM roots are `<url>/scim/v2` and `<url>/scim/v1`. */
  readonly url: string;
  readonly port: number;
  /** Every request in order of its answer. */
  readonly requests: LoggedRequest[];
  /** The organisation's accounts and settings: what a person in Slack's admin pages could see and do. */
  readonly workspace: Workspace;
  /** Switches; change them at any time. */
  readonly faults: Faults;
  /** Stops listening and writes the data file. */
  close(): Promise<void>;
}

/** Serves Slack's SCIM API, v1.1 and v2.0, on 127.0.0.1. Any bearer token is taken unless `faults.tokens` says otherwise. */
export async function startSlackSimulator(options: SlackSimulatorOptions = {}): Promise<SlackSimulator> {
  const { port = 0, limits = 'off', now = Date.now, random = Math.random } = options;
  const workspace: Workspace = new Workspace({ now, random, onChange: () => file?.touch() });
  const file = options.dataFile === undefined ? undefined : new DataFile(options.dataFile, () => workspace.snapshot());
  const data = file?.read();
  if (data) workspace.restore(data);
  const faults = noFaults();
  const simulation: Simulation = {
    workspace,
    faults,
    limits: limits === 'off' ? undefined : new RateLimits(limits, now),
    locks: new Set(),
    now,
    random,
  };
  const scim = createScimHandler(simulation);
  const control = createControlRouter(simulation, () => ({ limits, requests: server.requests.length }));
  const server = await startServer(async (request) => {
    const { run } = control.find(request);
    if (run) return run();
    if (!request.url.pathname.startsWith('/scim/')) return { status: 404, body: 'Not found.' };
    if (faults.latencyMs > 0) await delay(faults.latencyMs);
    return scim(request);
  }, port);
  return {
    url: server.url,
    port: server.port,
    requests: server.requests,
    workspace,
    faults,
    close: async () => {
      await server.close();
      await file?.flush();
    },
  };
}
