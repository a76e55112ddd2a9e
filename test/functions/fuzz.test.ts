import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Scenario, startScenario } from '../support/scenario.ts';

const MAIL = 'ada@contoso.example';
/** More for a long run: `FUZZ_RUNS=2000 npm run vitest -- test/functions/fuzz.test.ts`. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 12);

interface HttpFunction {
  readonly name: string;
  readonly method: string;
  readonly route: string;
}

let scenario: Scenario;
let routes: readonly HttpFunction[];
let id: string;
beforeAll(async () => {
  scenario = await startScenario();
  id = scenario.addPerson({ userPrincipalName: MAIL });
  await scenario.provision();
  routes = await httpFunctions();
});
afterAll(() => scenario.close());

/** Every HTTP function of the running app, so that a new one is fuzzed without anybody thinking of it. */
async function httpFunctions(): Promise<readonly HttpFunction[]> {
  const answer = await fetch(`${scenario.stack.functionsUrl}/admin/functions`);
  const functions = (await answer.json()) as { name: string; config: { bindings: Record<string, unknown>[] } }[];
  return functions.flatMap(({ name, config }) =>
    config.bindings
      .filter(({ type }) => type === 'httpTrigger')
      .flatMap(({ route, methods }) =>
        (methods as string[]).map((method) => ({ name, method: method.toUpperCase(), route: String(route) })),
      ),
  );
}

const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
/** Names that some route knows, with values of any kind. */
const lookalike = fc.dictionary(
  fc.constantFrom(
    'expression',
    'attributes',
    'now',
    'configuration',
    'limit',
    'offset',
    'decision',
    'ids',
    'runId',
    'scopes',
    'value',
  ),
  fc.oneof(fc.jsonValue(), fc.constantFrom('all', 'approve', 'Full', 'ToLower([mail])', -1, 1e308)),
);
const body = fc.oneof(
  fc.string(),
  fc.json(),
  lookalike.map((value) => JSON.stringify(value)),
  fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('latin1')),
  fc.constantFrom(
    '',
    '{',
    'null',
    '[]',
    '"x"',
    deep(50_000),
    '{"__proto__":{"a":1}}',
    `{"expression":"${'('.repeat(9_000)}"}`,
  ),
);
const query = fc.dictionary(fc.string({ minLength: 1, maxLength: 12 }), fc.string({ maxLength: 40 }));

async function send({ method, route }: HttpFunction, text: string, given: Readonly<Record<string, string>>) {
  const search = new URLSearchParams(given);
  const response = await fetch(`${scenario.stack.functionsUrl}/api/${route}?${search}`, {
    method,
    ...(method === 'GET' ? {} : { body: text, headers: { 'content-type': 'application/json' } }),
  });
  return { status: response.status, type: response.headers.get('content-type') ?? '', text: await response.text() };
}

describe('whatever is sent to a route', () => {
  it('never is an internal error, and every refusal of an administrators’ route says why', async () => {
    expect(routes.length).toBeGreaterThan(8);
    await fc.assert(
      fc.asyncProperty(body, query, async (text, given) => {
        for (const one of routes) {
          const answer = await send(one, text, given);
          expect([one.name, answer.status, answer.status < 500]).toEqual([one.name, answer.status, true]);
          if (answer.status < 400 || one.route === 'graph/notifications') continue;
          expect([one.name, answer.type]).toEqual([one.name, 'application/problem+json; charset=utf-8']);
          expect(JSON.parse(answer.text)).toMatchObject({
            status: answer.status,
            title: expect.any(String),
            detail: expect.any(String),
          });
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('leaves the app working, and everybody as they were', async () => {
    await fetch(`${scenario.stack.functionsUrl}/api/control/start`, { method: 'POST' });
    await scenario.patchUser(id, { jobTitle: 'Countess' });
    await scenario.runTimer('sweep');
    await scenario.idle();
    expect(scenario.account(MAIL)).toMatchObject({ active: true, title: 'Countess' });
  });
});
