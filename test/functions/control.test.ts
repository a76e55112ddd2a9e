import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually, type Scenario, startScenario } from '../support/scenario.ts';

let scenario: Scenario;
beforeAll(async () => {
  scenario = await startScenario();
});
afterAll(() => scenario.close());

async function post(action: string, body?: object): Promise<{ status: number; json: unknown }> {
  const response = await fetch(`${scenario.stack.functionsUrl}/api/control/${action}`, {
    method: 'POST',
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: response.status, json: await response.json() };
}

it('a job that is paused through the route writes nothing, and after the start makes good what changed', async () => {
  const id = scenario.addPerson({ userPrincipalName: 'ada@contoso.example' });
  await scenario.provision();
  expect(await post('pause')).toMatchObject({ status: 200, json: { state: 'paused' } });
  expect(await scenario.status()).toMatchObject({ state: 'paused', stateChange: { by: 'key' } });
  await scenario.patchUser(id, { jobTitle: 'Countess' });
  await scenario.idle();
  expect(scenario.account('ada@contoso.example')?.title).toBe('Clerk');

  expect(await post('start')).toMatchObject({ status: 200, json: { state: 'active' } });
  await scenario.runTimer('sweep');
  await eventually(() => expect(scenario.account('ada@contoso.example')?.title).toBe('Countess'));
});

it('a restart takes Entra’s scopes, and refuses others by name', async () => {
  expect(await post('restart', { scopes: ['Watermark'] })).toMatchObject({
    status: 200,
    json: { done: ['A full cycle is requested.'] },
  });
  expect(await post('restart', { scopes: ['ConnectorDataStore'] })).toMatchObject({
    status: 400,
    json: { errors: [{ path: 'scopes.0', message: expect.stringContaining('QuarantineState') }] },
  });
  expect(await post('restart')).toMatchObject({ status: 400 });
});
