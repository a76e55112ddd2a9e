import { describe, expect, it } from 'vitest';
import { budgetsOf, RateLimits, toRetryAfter } from '../../infra/local/slack/limits/budgets.ts';
import { useSlackSimulator } from './callSlackSimulator.ts';

let time = 0;
const now = () => time;

describe('rule 27: budgets', () => {
  it.each([
    ['GET', '/Users', ['reads']],
    ['GET', '/Schemas/Users', ['reads']],
    ['GET', '/Users/U1', ['reads', 'GET /Users/{id}']],
    ['POST', '/Users', ['writes', 'POST /Users']],
    ['PUT', '/Users/U1', ['writes', 'PUT|PATCH /Users/{id}']],
    ['PATCH', '/Users/U1', ['writes', 'PUT|PATCH /Users/{id}']],
    ['DELETE', '/Users/U1', ['writes', 'DELETE /Users/{id}']],
    ['GET', '/Groups/S1', ['reads', 'GET /Groups/{id}']],
    ['PATCH', '/Groups/S1', ['writes', 'PUT|PATCH /Groups/{id}']],
  ])('%s %s draws on %o', (method, path, names) => {
    expect(budgetsOf(method, path)).toEqual(names);
  });

  const takeAll = (limits: RateLimits, method: string, path: string): number => {
    let taken = 0;
    while (limits.take(budgetsOf(method, path)) === 0) taken += 1;
    return taken;
  };

  it.each([
    ['POST', '/Users', 20],
    ['PATCH', '/Users/U1', 20],
    ['DELETE', '/Users/U1', 20],
    ['GET', '/Users/U1', 300],
    ['GET', '/Users', 1000],
    ['PATCH', '/Groups/S1', 80],
    ['POST', '/Groups', 20],
  ])('%s %s allows a burst of %i, then as many a second as the limit says', (method, path, burst) => {
    const limits = new RateLimits(1, now);
    expect(takeAll(limits, method, path)).toBe(burst);
    time += 1000;
    const perMinute = burst === 1000 ? 1000 : burst === 300 ? 300 : 180;
    expect(takeAll(limits, method, path)).toBe(Math.floor(perMinute / 60));
  });

  it('let at most 180 writes through at once, whatever the endpoint, and a refused request costs nothing', () => {
    const limits = new RateLimits(1, now);
    const writes: [string, string][] = [
      ['POST', '/Users'],
      ['PUT', '/Users/U1'],
      ['DELETE', '/Users/U1'],
      ['POST', '/Groups'],
      ['PATCH', '/Groups/S1'],
      ['DELETE', '/Groups/S1'],
    ];
    const taken = writes.map(([method, path]) => takeAll(limits, method, path));
    expect(taken).toEqual([20, 20, 20, 20, 80, 20]);
    expect(limits.take(['writes'])).toBeGreaterThan(0);
    time += 100;
    expect(limits.take(['writes'])).toBe(0);
  });

  it('refill twenty times faster when scaled, and forgive after the true wait although the header says a second', () => {
    const limits = new RateLimits(20, now);
    expect(takeAll(limits, 'POST', '/Users')).toBe(20);
    const wait = limits.take(budgetsOf('POST', '/Users'));
    expect(wait).toBe(17);
    expect(toRetryAfter(wait)).toBe(1);
    time += wait;
    expect(limits.take(budgetsOf('POST', '/Users'))).toBe(0);
  });

  it('name the wait in whole seconds, rounded up', () => {
    expect([0.4, 1000, 1001, 29_500].map(toRetryAfter)).toEqual([1, 1, 2, 30]);
  });
});

describe('rule 27: a simulator with limits', () => {
  const slack = useSlackSimulator({ limits: 1, now });

  it('counts both versions and all tokens together and answers 429 with Retry-After', async () => {
    const { id } = slack.seedAda();
    for (let index = 0; index < 20; index += 1) {
      const headers = { authorization: `Bearer token${index % 2}` };
      const answer = await slack.call('DELETE', `/${index % 2 ? 'v1' : 'v2'}/Users/${id}`, undefined, headers);
      expect(answer.status).toBeLessThan(300);
    }
    const refused = await slack.call('DELETE', `/v2/Users/${id}`);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(refused.body).toMatchObject({ detail: 'too_many_requests', status: 429 });
    const v1 = await slack.call('DELETE', `/v1/Users/${id}`);
    expect(v1.body).toEqual({ Errors: { description: 'too_many_requests', code: 429 } });
    time += 400;
    expect((await slack.call('DELETE', `/v2/Users/${id}`)).status).toBe(204);
  });
});

describe('rule 28: the lock', () => {
  const slack = useSlackSimulator();

  it('refuses a second write to a user while the first runs, on either version, and no other write', async () => {
    const { id } = slack.seedAda();
    const other = slack.seedAda({ userName: 'b', email: 'b@example.com' });
    slack.simulator.faults.writeDelayMs = 150;
    const answers = await Promise.all([
      slack.patch(id, { op: 'replace', path: 'title', value: 'one' }),
      slack.patchV1(id, { title: 'two' }),
      slack.patch(other.id, { op: 'replace', path: 'title', value: 'three' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 429]);
    const refused = answers.find(({ status }) => status === 429);
    expect(refused?.text).toContain('resource_locked');
    expect(refused?.headers.get('retry-after')).toBe('1');
    expect((await slack.patch(id, { op: 'replace', path: 'title', value: 'four' })).status).toBe(200);
  });
});
