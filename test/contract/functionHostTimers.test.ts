import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FunctionHost, startFunctionHost } from '../../infra/local/host/startFunctionHost.ts';
import { startTimer } from '../../infra/local/host/timers/timerRunner.ts';
import { parseSchedule } from '../../infra/local/host/timers/timerSchedule.ts';

const APP = fileURLToPath(new URL('../support/hostApps/basic', import.meta.url));

describe('a timer schedule', () => {
  const next = (schedule: string, after: string) => parseSchedule(schedule).next(new Date(after))?.toISOString();

  it.each([
    ['0 */5 * * * *', '2026-11-22T10:02:00Z', '2026-11-22T10:05:00.000Z'],
    ['30 * * * * *', '2026-11-22T10:02:30Z', '2026-11-22T10:03:30.000Z'],
    ['0 5/20 * * * *', '2026-11-22T10:26:00Z', '2026-11-22T10:45:00.000Z'],
    ['0 30 9 * Jan Monday', '2026-11-22T00:00:00Z', '2027-01-04T09:30:00.000Z'],
    ['0 0 3 * * 1-5', '2026-11-21T04:00:00Z', '2026-11-23T03:00:00.000Z'],
    ['*/5 * * * *', '2026-11-22T10:02:00Z', '2026-11-22T10:05:00.000Z'],
    ['01:30:00', '2026-11-22T10:00:00Z', '2026-11-22T11:30:00.000Z'],
    ['1.00:00:00', '2026-11-22T10:00:00Z', '2026-11-23T10:00:00.000Z'],
  ])('%s after %s is due at %s', (schedule, after, due) => {
    expect(next(schedule, after)).toBe(due);
  });

  it('wants both the day of the month and the day of the week to fit, as NCRONTAB does', () => {
    expect(next('0 0 0 13 * 5', '2026-11-22T00:00:00Z')).toBe('2027-08-13T00:00:00.000Z');
  });

  it.each(['', 'daily', '@daily', '0 0 0 L * *', '0 0 * * * * *', '99 * * * * *', '00:00:00'])('refuses %j', (text) => {
    expect(() => parseSchedule(text)).toThrow(/The schedule .* is not valid/);
  });
});

describe('a timer', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: new Date('2026-11-22T10:00:00.500Z') });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  interface TimerInfo {
    ScheduleStatus: { Last: string; Next: string } | null;
    IsPastDue: boolean;
  }

  function start(schedule: string, options: { takes?: number; useMonitor?: boolean; runOnStartup?: boolean } = {}) {
    const runs: { at: string; info: TimerInfo }[] = [];
    let running = 0;
    let most = 0;
    const timer = startTimer({
      schedule: parseSchedule(schedule),
      scheduled: true,
      runOnStartup: options.runOnStartup ?? false,
      useMonitor: options.useMonitor ?? false,
      async run({ json }) {
        runs.push({ at: new Date().toISOString().slice(14, 21), info: JSON.parse(json ?? '') as TimerInfo });
        running += 1;
        most = Math.max(most, running);
        if (options.takes) await new Promise((resolve) => setTimeout(resolve, options.takes));
        running -= 1;
      },
    });
    return { timer, runs, most: () => most };
  }

  it('runs at each due time and not between', async () => {
    const { timer, runs } = start('*/10 * * * * *');
    await vi.advanceTimersByTimeAsync(30_000);
    expect(runs.map(({ at }) => at)).toEqual(['00:10.0', '00:20.0', '00:30.0']);
    timer.stop();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(runs).toHaveLength(3);
  });

  it('never runs twice at a time: due times that pass during a run are made up for by one run, marked past due', async () => {
    const { timer, runs, most } = start('*/2 * * * * *', { takes: 5_000 });
    await vi.advanceTimersByTimeAsync(10_000);
    timer.stop();
    expect(most()).toBe(1);
    expect(runs.map(({ at, info }) => [at, info.IsPastDue])).toEqual([
      ['00:02.0', false],
      ['00:07.0', true],
    ]);
  });

  it('goes on after a run that throws', async () => {
    const times: number[] = [];
    const timer = startTimer({
      schedule: parseSchedule('*/10 * * * * *'),
      scheduled: true,
      runOnStartup: false,
      useMonitor: false,
      async run() {
        times.push(new Date().getSeconds());
        throw new Error('failed');
      },
    });
    await vi.advanceTimersByTimeAsync(25_000);
    timer.stop();
    expect(times).toEqual([10, 20]);
  });

  it('runs on startup when told to, and tells the last and next due time when it is monitored', async () => {
    const { timer, runs } = start('0 * * * * *', { runOnStartup: true, useMonitor: true });
    await vi.advanceTimersByTimeAsync(60_000);
    timer.stop();
    expect(runs.map(({ at }) => at)).toEqual(['00:00.5', '01:00.0']);
    expect(runs[0]?.info.ScheduleStatus?.Last).toBe('0001-01-01T00:00:00');
    expect(runs[1]?.info.ScheduleStatus).toMatchObject({
      Last: '2026-11-22T10:00:00.500Z',
      Next: '2026-11-22T10:02:00.000Z',
    });
  });

  it('waits for a due time further away than Node can wait for at once', async () => {
    const { timer, runs } = start('0 0 0 1 1 *');
    await vi.advanceTimersByTimeAsync(39 * 86_400_000);
    expect(runs).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(86_400_000);
    timer.stop();
    expect(runs).toHaveLength(1);
  });
});

describe('the admin interface of the function host', () => {
  let host: FunctionHost;
  const lines: string[] = [];

  beforeAll(async () => {
    host = await startFunctionHost({ app: APP, port: 0, timers: false, print: (line) => lines.push(line) });
  });
  afterAll(async () => {
    await host.close();
  });

  const post = (path: string, body = '{"input":""}') => fetch(host.url + path, { method: 'POST', body });

  it('runs a timer at once with ?wait=true, with the timer input that the programming model gives', async () => {
    expect((await post('/admin/functions/RARE?wait=true')).status).toBe(200);
    const line = lines.find((one) => one.includes(' rare] timer '));
    const info = JSON.parse(line?.replace(/^.*\] timer /, '') ?? '{}');
    expect(info).toMatchObject({ schedule: { adjustForDST: true }, isPastDue: false });
    expect(info.scheduleStatus.next).toMatch(/-01-01T00:00:00/);
  });

  it('answers 202 at once without it, as the real host does', async () => {
    expect((await post('/admin/functions/rare')).status).toBe(202);
  });

  it('answers 500 with the text of what the run has thrown', async () => {
    const response = await post('/admin/functions/failing?wait=true');
    expect([response.status, await response.text()]).toEqual([500, 'timer failed on purpose']);
  });

  it('answers 404 for an unknown function and 400 for a body that is no JSON object', async () => {
    expect((await post('/admin/functions/unknown')).status).toBe(404);
    expect((await post('/admin/functions/rare', 'now!')).status).toBe(400);
  });

  it('lists the functions with their triggers, and the state of the host', async () => {
    const functions = (await (await fetch(`${host.url}/admin/functions`)).json()) as {
      name: string;
      trigger: string;
    }[];
    expect(functions).toContainEqual(expect.objectContaining({ name: 'rare', trigger: 'timerTrigger' }));
    expect(functions).toContainEqual(expect.objectContaining({ name: 'hello', trigger: 'httpTrigger' }));
    const status = (await (await fetch(`${host.url}/admin/host/status`)).json()) as { state: string };
    expect(status.state).toBe('Running');
  });

  it('runs no timer by itself when timers are off, not even one that wants to run on startup', () => {
    expect(lines.some((line) => line.includes('ran on startup'))).toBe(false);
  });
});
