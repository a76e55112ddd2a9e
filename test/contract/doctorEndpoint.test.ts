import { afterEach, expect, it } from 'vitest';
import { type Scenario, startScenario } from '../support/scenario.ts';

let scenario: Scenario;
afterEach(() => scenario.close());

it('POST connection/test answers 200 with what was looked at, be it good or bad, and writes nothing', async () => {
  // Nobody answers there: the test must not call Slack itself.
  scenario = await startScenario({ settings: { SLACK_OAUTH_BASE_URL: 'http://127.0.0.1:9' } });
  const run = () => fetch(`${scenario.stack.functionsUrl}/api/connection/test`, { method: 'POST' });
  const unsubscribed = await (await run()).json();
  expect(unsubscribed).toMatchObject({
    ok: false,
    checks: [{}, { name: 'subscriptions', result: 'failed' }, {}, {}, {}, {}, {}],
  });
  await scenario.runTimer('renewSubscriptions');
  const good = await run();
  expect(good.status).toBe(200);
  expect(await good.json()).toMatchObject({
    ok: true,
    baseUrl: `${scenario.slack.url}/scim/v2`,
    checks: [
      { name: 'graphPermissions', result: 'skipped' },
      { name: 'subscriptions', result: 'passed', message: expect.stringContaining('for 28 more days') },
      { name: 'token', result: 'passed' },
      { name: 'identity', result: 'warning' },
      { name: 'scim', result: 'passed' },
      { name: 'users', result: 'passed', httpStatus: 200 },
      { name: 'groups', result: 'passed', httpStatus: 200 },
    ],
  });
  scenario.slack.faults.plan = 'free';
  expect(await (await run()).json()).toMatchObject({ ok: false });
  expect(scenario.slack.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
});
