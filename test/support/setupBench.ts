import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEmptyTenant } from '../../infra/local/demo/createDemoTenant.ts';
import type { SeedServicePrincipal } from '../../infra/local/graph/directory/tenantSeed.ts';
import { createManualClock } from '../../infra/local/graph/simulatorClock.ts';
import { type GraphSimulator, startGraphSimulator } from '../../infra/local/graph/startGraphSimulator.ts';
import { plain } from '../../infra/local/terminal/screen.ts';
import { type SsoResult, setUpSso } from '../../infra/scripts/setup/setUpSso.ts';
import { type SetupResult, setUpTenant } from '../../infra/scripts/setup/setUpTenant.ts';
import { readSetupOptions } from '../../infra/scripts/setup/setupOptions.ts';
import { readSsoOptions } from '../../infra/scripts/setup/ssoOptions.ts';
import { createGraphClient, type GraphClient } from '../../shared/entra/graphClient.ts';
import type { Clock } from '../../shared/ports/clock.ts';

/** The identity that a deployment made. */
export const IDENTITY: SeedServicePrincipal = {
  id: '3d0c5f7e-91a2-4b68-8e4d-70f1a6c2b953',
  appId: 'b17e9a40-5c3d-4f82-96b0-2d8e4c7f1a65',
  displayName: 'provisioner-identity',
  appRoles: [],
  properties: { servicePrincipalType: 'ManagedIdentity', tags: [] },
};

export interface SetupBench {
  readonly graph: GraphSimulator;
  readonly client: GraphClient;
  readonly clock: Clock;
  /** Where the parameters are written. */
  readonly out: string;
  /** Everything printed so far. */
  readonly printed: () => string;
  /** Runs `npm run setup` with these arguments; `client` in place of the bench's own. */
  setup(args: readonly string[], client?: GraphClient, confirm?: () => Promise<boolean>): Promise<SetupResult>;
  sso(args: readonly string[], client?: GraphClient): Promise<SsoResult>;
  /** Requests that change something, as `METHOD /path`. */
  writes(): readonly string[];
  /** Moves the time of the simulator and of the scripts. */
  advance(ms: number): void;
  close(): Promise<void>;
}

/** The set-up scripts against a Graph simulator, both on one clock that moves when the scripts wait. */
export async function startSetupBench(
  options: { readonly servicePrincipals?: readonly SeedServicePrincipal[]; readonly now?: string } = {},
): Promise<SetupBench> {
  const manual = createManualClock(Date.parse(options.now ?? '2026-06-01T12:00:00Z'));
  const clock: Clock = { now: () => new Date(manual.now()), sleep: async (ms) => manual.advance(ms) };
  const person = {
    id: 'c0a1f5d2-3b47-4e96-8d08-5f6e9b2a7c14',
    properties: { displayName: 'Ann Admin', userPrincipalName: 'ann@contoso.example' },
  };
  const graph = await startGraphSimulator({
    clock: manual,
    tenant: { ...createEmptyTenant(), users: [person], servicePrincipals: options.servicePrincipals ?? [IDENTITY] },
  });
  graph.faults.resourceUnitLimits = false;
  const client = createGraphClient({
    baseUrl: graph.url,
    credential: { getToken: async () => 'local' },
    clock,
    random: () => 0.5,
  });
  const folder = mkdtempSync(join(tmpdir(), 'setup-'));
  const out = join(folder, 'parameters.json');
  const lines: string[] = [];
  const screen = { paint: plain, isTerminal: false, print: (text: string) => void lines.push(text), redraw: () => {} };
  const environment = { GRAPH_BASE_URL: graph.url };
  const run = { clock, screen, confirm: undefined };
  return {
    graph,
    client,
    clock,
    out,
    printed: () => lines.join('\n'),
    setup: (args, other = client, confirm) => {
      const parsed = readSetupOptions(['--out', out, ...args], environment);
      return setUpTenant(parsed, { ...parsed, ...run, client: other, confirm });
    },
    sso: (args, other = client) => {
      const parsed = readSsoOptions(['--domain', 'contoso', ...args], environment);
      return setUpSso(parsed, { ...parsed, ...run, client: other });
    },
    writes: () =>
      graph.requests.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`),
    advance: (ms) => manual.advance(ms),
    close: async () => {
      await graph.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The process ends at the n-th request (from 0): before it is sent, or before its answer is read. */
export function interruptAt(client: GraphClient, n: number, when: 'before' | 'after'): GraphClient {
  let count = 0;
  const guard = async <T>(send: () => Promise<T>): Promise<T> => {
    const isIt = count === n;
    count += 1;
    if (isIt && when === 'before') throw new Error('interrupted');
    const answer = await send();
    if (isIt) throw new Error('interrupted');
    return answer;
  };
  return {
    ...client,
    get: (path) => guard(() => client.get(path)),
    post: (path, body) => guard(() => client.post(path, body)),
    patch: (path, body) => guard(() => client.patch(path, body)),
    delete: (path) => guard(() => client.delete(path)),
  };
}
