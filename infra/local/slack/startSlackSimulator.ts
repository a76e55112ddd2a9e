import { setTimeout as delay } from 'node:timers/promises';
import { Router } from '../http/router.ts';
import { type Handler, type LoggedRequest, startServer } from '../http/server.ts';
import { type Faults, noFaults } from './faults/faults.ts';
import { RateLimits } from './limits/budgets.ts';
import { createWebApiHandler } from './oauth/answerWebApi.ts';
import { showConsent, takeDecision } from './oauth/authorize.ts';
import { TokenStore } from './oauth/tokenStore.ts';
import { showOrganisation } from './page/organisationPage.ts';
import { createScimHandler } from './routes/answerScim.ts';
import { applySwitches } from './routes/applySwitches.ts';
import { addControlRoutes } from './routes/controlRoutes.ts';
import type { Simulation } from './routes/simulation.ts';
import { DataFile } from './state/dataFile.ts';
import type { WorkspaceSettings } from './state/settings.ts';
import { Workspace } from './state/workspace.ts';
import { WorkspaceView } from './state/workspaceView.ts';
import { receiveWebhook, type WebhookMessage } from './webhooks/receiveWebhook.ts';

/** Any part of the switches. */
type PartOf<Switches> = {
  readonly [Key in keyof Switches]?: Switches[Key] extends readonly unknown[] | string | number | boolean | null
    ? Switches[Key]
    : PartOf<Switches[Key]>;
};

export interface SlackSimulatorOptions {
  /** Default: any free port. */
  readonly port?: number;
  /** `off` (default), 1 for Slack's real limits, 20 for limits that refill twenty times faster. */
  readonly limits?: 'off' | number;
  /** Keeps the accounts, groups and tokens in this JSON file. */
  readonly dataFile?: string;
  /** How the switches stand at the start, where it differs from the usual. */
  readonly settings?: PartOf<WorkspaceSettings>;
  readonly faults?: PartOf<Faults>;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Numbers in [0, 1). */
  readonly random?: () => number;
}

export interface SlackSimulator {
  /** `http://127.0.0.1:<port>`; the SCIM roots are `<url>/scim/v2` and `<url>/scim/v1`, `<url>` stands for slack.com. */
  readonly url: string;
  readonly port: number;
  /** Every request in order of its answer. */
  readonly requests: LoggedRequest[];
  /** The organisation's accounts, groups and settings: what a person in Slack's admin pages could see and do. */
  readonly workspace: Workspace;
  /** What came through incoming webhooks, oldest first. Any address `<url>/services/T…/B…/…` is one. */
  readonly webhookMessages: readonly WebhookMessage[];
  /** Switches; change them at any time. */
  readonly faults: Faults;
  /** Stops listening and writes the data file. */
  close(): Promise<void>;
}

/**
 * Serves Slack's SCIM API, v1.1 and v2.0, its consent page and the Web API methods that go with it on 127.0.0.1. Any
 * bearer token is taken unless `faults.tokens` says otherwise.
 * @throws Error when a switch in the options does not exist or can't have that value
 */
export async function startSlackSimulator(options: SlackSimulatorOptions = {}): Promise<SlackSimulator> {
  const { port = 0, limits = 'off', now = Date.now, random = Math.random } = options;
  const faults = noFaults();
  const onChange = () => file?.touch();
  const workspace: Workspace = new Workspace({ now, random, onChange, readLag: () => faults.readLagMs });
  const tokens = new TokenStore({ now, random, onChange });
  const { settings } = workspace;
  const problem = applySwitches(
    { faults, settings },
    { faults: options.faults ?? {}, settings: options.settings ?? {} },
  );
  if (problem !== undefined) throw new Error(problem);
  const snapshot = () => ({ ...workspace.snapshot(), tokens: tokens.snapshot() });
  const file = options.dataFile === undefined ? undefined : new DataFile(options.dataFile, snapshot);
  const data = file?.read();
  if (data) workspace.restore(data);
  tokens.restore(data?.tokens ?? []);
  const simulation: Simulation = {
    workspace,
    truth: new WorkspaceView(workspace, 'truth'),
    reads: new WorkspaceView(workspace, 'lagging'),
    tokens,
    faults,
    limits: limits === 'off' ? undefined : new RateLimits(limits, now),
    locks: new Set(),
    now,
    random,
  };
  const pages = new Router()
    .on(
      'GET',
      '/',
      showOrganisation(simulation, () => server.requests),
    )
    .on('GET', '/oauth/v2/authorize', showConsent(simulation))
    .on('POST', '/oauth/v2/authorize', takeDecision(simulation));
  addControlRoutes(pages, simulation, () => ({ limits, requests: server.requests.length, webhookMessages }));
  const scim = createScimHandler(simulation);
  const webApi = createWebApiHandler(simulation);
  const webhookMessages: WebhookMessage[] = [];
  const webhooks = receiveWebhook(webhookMessages, faults, now);
  const server = await startServer(async (request) => {
    const { pathname } = request.url;
    if (pathname.startsWith('/scim/')) return answerSlowly(scim, request, faults);
    if (pathname.startsWith('/api/')) return answerSlowly(webApi, request, faults);
    if (pathname.startsWith('/services/') && request.method === 'POST') return webhooks(request);
    return pages.find(request).run?.() ?? { status: 404, body: 'Not found.' };
  }, port);
  return {
    url: server.url,
    port: server.port,
    requests: server.requests,
    workspace,
    webhookMessages,
    faults,
    close: async () => {
      await server.close();
      await file?.flush();
    },
  };
}

/** Slack's APIs take the time that is switched on, before the work and after it. */
async function answerSlowly(answer: Handler, request: Parameters<Handler>[0], faults: Faults) {
  if (faults.latencyMs > 0) await delay(faults.latencyMs);
  const response = await answer(request);
  if (faults.answerDelayMs > 0) await delay(faults.answerDelayMs);
  return response;
}
