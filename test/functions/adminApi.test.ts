import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { APP_FOLDER, eventually, type Scenario, startScenario } from '../support/scenario.ts';

const ADA = 'ada@contoso.example';
const BEN = 'ben@contoso.example';

interface Operation {
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { schema: object }>> }>>;
}
interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}
// biome-ignore lint/suspicious/noExplicitAny: what each answer holds is checked against the description.
type Json = any;

let scenario: Scenario;
let description: OpenApi;
let ada: string;
let ben: string;
beforeAll(async () => {
  scenario = await startScenario();
  ada = scenario.addPerson({ userPrincipalName: ADA, displayName: "Ada O'Hara", mail: ADA });
  await scenario.provision();
  ben = scenario.addPerson({ userPrincipalName: BEN, displayName: 'Ben Okafor', mail: BEN });
  scenario.addGroup('Engineering');
  description = (await (await fetch(`${scenario.stack.functionsUrl}/api/openapi.json`)).json()) as OpenApi;
});
afterAll(() => scenario.close());

/** Calls a route and holds the answer against its description, member by member. */
async function call(method: 'GET' | 'POST', path: string, body?: object): Promise<{ status: number; json: Json }> {
  const url = `${scenario.stack.functionsUrl}/api${path}`;
  const answer = await fetch(url, { method, ...(body ? { body: JSON.stringify(body) } : {}) });
  const type = (answer.headers.get('content-type') ?? '').split(';')[0] ?? '';
  const json = (await answer.json()) as Json;
  const { responses } = operationOf(method, path.split('?')[0] ?? '');
  const schema = (responses[answer.status] ?? responses.default)?.content?.[type]?.schema;
  if (type === 'application/json') {
    if (!schema) throw new Error(`${method} ${path}: HTTP ${answer.status} is not described.`);
    const { error } = z.fromJSONSchema(schema as never).safeParse(json);
    expect([path, error && z.prettifyError(error)]).toEqual([path, undefined]);
  }
  return { status: answer.status, json };
}

function operationOf(method: string, path: string): Operation {
  const found = Object.entries(description.paths).find(([template]) =>
    new RegExp(`^${template.replaceAll('.', '\\.').replaceAll(/\{\w+\}/gu, '[^/]+')}$`, 'u').test(path),
  );
  const operation = found?.[1][method.toLowerCase()];
  if (!operation) throw new Error(`${method} ${path} is not described.`);
  return operation;
}

describe('the description of the routes', () => {
  it('is the one that is checked in (npm run docs)', async () => {
    expect(description).toEqual(JSON.parse(await readFile(join(APP_FOLDER, 'docs/openapi.json'), 'utf8')));
  });

  it('holds every HTTP function of the app but those that are not for administrators', async () => {
    const answer = await fetch(`${scenario.stack.functionsUrl}/admin/functions`);
    const functions = (await answer.json()) as { config: { bindings: Record<string, unknown>[] } }[];
    const routes = functions.flatMap(({ config }) =>
      config.bindings.filter(({ type }) => type === 'httpTrigger').map(({ route }) => `/${route}`),
    );
    const others = ['/graph/notifications', '/slack/callback', '/dashboard/{file?}'];
    const known = [...Object.keys(description.paths), ...others];
    expect(routes.filter((route) => !known.includes(route))).toEqual([]);
    expect(Object.keys(description.paths).filter((path) => !routes.includes(path))).toEqual([]);
  });

  it.each(['/status', '/deletions', '/escrows', '/deadletters', '/configuration', '/insights?days=3'])(
    'is right about GET %s',
    async (path) => {
      expect((await call('GET', path)).status).toBe(200);
    },
  );

  it.each([
    ['/connection/test', {}],
    ['/preview', {}],
    ['/expressions/evaluate', { expression: 'ToLower("X")' }],
    ['/deletions', { decision: 'approve', ids: ['7c1e2b9a-0d4f-4f0e-9a53-2f6b8c1d7e90'] }],
    ['/control/start', {}],
  ])('is right about POST %s', async (path, body) => {
    expect((await call('POST', path, body)).status).toBe(200);
  });
});

describe('GET logs', () => {
  it('shows what happened, newest first, and each entry whole with the recommended action', async () => {
    const { json } = await call('GET', `/logs?person=${ada}`);
    expect(json.items).toMatchObject([{ outcome: 'created', status: 'success', action: 'create', mail: ADA }]);
    const entry = await call('GET', `/logs/${json.items[0].id}`);
    expect(entry.json.steps.map(({ type }: Json) => type)).toEqual(
      expect.arrayContaining(['import', 'scoping', 'matching', 'processing', 'export']),
    );
    expect(entry.json.modifiedProperties).toContainEqual({ name: 'title', old: null, new: 'Clerk' });
    expect(entry.json.recommendedAction).toBeNull();
  });

  it('finds a person by address, part of the name or Slack id', async () => {
    const { slackId } = (await scenario.anchorOf(ada)) ?? {};
    for (const person of [ADA, "o'hara", slackId, ADA.toUpperCase()]) {
      const { json } = await call('GET', `/logs?person=${encodeURIComponent(String(person))}`);
      expect([person, json.items.map(({ sourceId }: Json) => sourceId)]).toEqual([person, [ada]]);
    }
  });

  it('filters by error code, under a name that a function key does not have', async () => {
    expect((await call('GET', '/logs?errorCode=NoSuchCode')).json.items).toEqual([]);
    expect((await call('GET', '/escrows?errorCode=NoSuchCode')).json.items).toEqual([]);
    expect((await call('GET', '/logs?code=somekey')).json.items.length).toBeGreaterThan(0);
  });

  it('says what is wrong with a filter', async () => {
    const { status, json } = await call('GET', '/logs?status=broken');
    expect(status).toBe(400);
    expect(json.errors[0]).toEqual({ path: 'status.0', message: expect.stringContaining('success, skipped, failure') });
    expect((await call('GET', '/logs?next=x')).status).toBe(422);
    expect((await call('GET', '/logs/nothing')).status).toBe(404);
  });
});

describe('GET logs/export', () => {
  const download = (query: string) => fetch(`${scenario.stack.functionsUrl}/api/logs/export?${query}`);

  it('gives CSV and says where it goes on', async () => {
    const answer = await download(`person=${ada}&limit=1`);
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const [head, line] = (await answer.text()).split('\r\n');
    expect([head, line]).toEqual([
      expect.stringMatching(/^id,at,outcome/u),
      expect.stringContaining(`,created,success`),
    ]);
    expect(answer.headers.get('link')).toBeNull();
  });

  it("gives JSON in the shape of Entra's log, page by page", async () => {
    await call('POST', '/provision', { id: ada });
    const first = (await (await download(`person=${ada}&format=json&limit=1`)).json()) as Json;
    expect(first.value).toMatchObject([{ provisioningAction: 'other', sourceIdentity: { id: ada } }]);
    const next = await fetch(scenario.stack.functionsUrl + first['@odata.nextLink']);
    const second = (await next.json()) as Json;
    expect(second.value).toMatchObject([
      { provisioningAction: 'create', provisioningStatusInfo: { status: 'success' } },
    ]);
    expect(second['@odata.nextLink']).toBeUndefined();
  });
});

describe('GET insights', () => {
  it('counts what happened', async () => {
    await eventually(async () => {
      const { json } = await call('GET', '/insights?days=2');
      expect(json.total).toMatchObject({ outcomes: { created: 1 }, successRate: 1 });
      expect(json.days).toHaveLength(2);
    });
  });
});

describe('housekeeping', () => {
  it('leaves what is still kept', async () => {
    await scenario.runTimer('housekeeping');
    expect((await call('GET', `/logs?person=${ada}`)).json.items.length).toBeGreaterThan(0);
  });
});

describe('POST slack/authorize', () => {
  it('refuses while a token in the settings would win', async () => {
    const { status, json } = await call('POST', '/slack/authorize');
    expect([status, json.code]).toEqual([409, 'SecretSetByEnvironment']);
  });
});

describe('GET objects', () => {
  it('suggests people and groups by the beginning of a name or an address', async () => {
    const names = async (query: string) =>
      (await call('GET', `/objects?${query}`)).json.items.map(({ displayName }: Json) => displayName);
    expect(await names('search=be')).toEqual(['Ben Okafor']);
    expect(await names(`search=${encodeURIComponent("Ada O'")}`)).toEqual(["Ada O'Hara"]);
    expect(await names('kind=group&search=engi')).toEqual(['Engineering']);
  });
});

describe('GET users/{id}/attributes', () => {
  it('shows what an expression sees of somebody, by the names of the mapping language', async () => {
    const { json } = await call('GET', `/users/${ada}/attributes`);
    expect(json.attributes).toMatchObject({ objectId: ada, mail: ADA, jobTitle: 'Clerk', IsSoftDeleted: false });
    expect(json.attributes).not.toHaveProperty('city');
  });

  it('says that there is nobody, or that this is no id', async () => {
    expect((await call('GET', `/users/${crypto.randomUUID()}/attributes`)).status).toBe(404);
    expect((await call('GET', '/users/ada/attributes')).status).toBe(400);
  });
});

describe('POST provision', () => {
  it('says in a dry run what would be done, and does nothing of it', async () => {
    const { status, json } = await call('POST', '/provision', { userPrincipalName: BEN, dryRun: true });
    expect(status).toBe(200);
    expect(json).toMatchObject({ outcome: 'skipped', code: 'NotEffectivelyEntitled', dryRun: true, requestId: null });
    await call('POST', '/control/pause');
    await scenario.runTimer('sweep');
    const rehearsed = await call('POST', '/provision', { id: ben, dryRun: true });
    expect(rehearsed.json).toMatchObject({ outcome: 'created', displayName: 'Ben Okafor' });
    expect(rehearsed.json.slackId).toBeUndefined();
    expect(scenario.account(BEN)).toBeUndefined();
    expect(await scenario.logOf(ben)).toEqual([]);
  });

  it('refuses while nothing may be written', async () => {
    const { status, json } = await call('POST', '/provision', { id: ben });
    expect([status, json.code]).toEqual([409, 'JobNotActive']);
    await call('POST', '/control/start');
  });

  it('provisions through the queue and answers with the outcome and its steps', async () => {
    await scenario.runTimer('sweep');
    await scenario.patchUser(ada, { jobTitle: 'Countess' });
    const { status, json } = await call('POST', '/provision', { userPrincipalName: ADA });
    expect(status).toBe(200);
    expect(json).toMatchObject({ state: 'done', displayName: "Ada O'Hara" });
    expect(scenario.account(ADA)?.title).toBe('Countess');
    const later = await call('GET', `/provision/${json.requestId}`);
    expect(later.json).toEqual(json);
  });

  it('answers at once where to look, if asked not to wait, and shows the steps so far', async () => {
    const { status, json } = await call('POST', '/provision', { id: ada, wait: 0 });
    expect([status, json.outcome]).toEqual([202, null]);
    await eventually(async () => {
      const { json: now } = await call('GET', `/provision/${json.requestId}`);
      expect(now).toMatchObject({ state: 'done', outcome: 'unchanged' });
    });
  });
});
