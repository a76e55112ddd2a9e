import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Scenario, startScenario } from '../support/scenario.ts';

interface Check {
  readonly name: string;
  readonly result: string;
}

let scenario: Scenario;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'secrets-'));
  scenario = await startScenario({
    settings: {
      SLACK_TOKEN: '',
      SLACK_CLIENT_ID: '12.34',
      SLACK_CLIENT_SECRET: 'client-secret',
      SECRETS_FILE: join(folder, 'secrets.json'),
    },
  });
  scenario.slack.workspace.seedUser({ kind: 'owner', userName: 'owner', email: 'owner@contoso.example' });
});
afterAll(async () => {
  await scenario.close();
  await rm(folder, { recursive: true });
});

const api = (path: string, init: RequestInit = {}) =>
  fetch(`${scenario.stack.functionsUrl}/api${path}`, { redirect: 'manual', ...init });
const cookieOf = (answer: Response) => (answer.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';

/** As the page does it; answers Slack's address and the cookie of this browser. */
async function begin(): Promise<{ url: string; cookie: string }> {
  const answer = await api('/slack/authorize', { method: 'POST' });
  return { url: ((await answer.json()) as { url: string }).url, cookie: cookieOf(answer) };
}

/** A person decides on Slack's page; answers the address that Slack sends the browser back to. */
async function decide(url: string, decision = 'allow'): Promise<string> {
  const answer = await fetch(url, { method: 'POST', body: new URLSearchParams({ decision }), redirect: 'manual' });
  return answer.headers.get('location') ?? '';
}

const comeBack = (location: string, cookie: string, accept = 'text/html') =>
  fetch(location, { headers: { accept, cookie } });

describe('connecting Slack', () => {
  it('sends the browser to Slack with a cookie that only the way back sees', async () => {
    const answer = await api('/slack/authorize');
    expect(answer.status).toBe(302);
    const url = new URL(answer.headers.get('location') ?? '');
    expect(url.origin + url.pathname).toBe(`${scenario.slack.url}/oauth/v2/authorize`);
    expect(url.searchParams.get('redirect_uri')).toBe(`${scenario.stack.functionsUrl}/api/slack/callback`);
    expect(answer.headers.getSetCookie()[0]?.toLowerCase()).toMatch(
      /max-age=600; path=\/api\/slack; samesite=lax; httponly/u,
    );
    expect(url.search).not.toContain(cookieOf(answer).split('=')[1]);
  });

  it('stores the token, tests the connection and says what it found, in a page', async () => {
    const { url, cookie } = await begin();
    const answer = await comeBack(await decide(url), cookie);
    const text = await answer.text();
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(text).toContain('<h1>Slack is connected</h1>');
    expect(text).toMatch(/owner/u);
    const stored = JSON.parse(await readFile(join(folder, 'secrets.json'), 'utf8')) as Record<string, string>;
    expect(text).not.toContain(stored['slack-token'] as string);
    const { checks } = (await (await api('/connection/test', { method: 'POST' })).json()) as { checks: Check[] };
    expect(checks).toContainEqual(expect.objectContaining({ name: 'users', result: 'passed' }));
  });

  it('takes an answer of Slack once', async () => {
    const { url, cookie } = await begin();
    const location = await decide(url);
    expect((await comeBack(location, cookie)).status).toBe(200);
    const again = await comeBack(location, cookie);
    expect([again.status, await again.text()]).toEqual([422, expect.stringContaining('used already')]);
  });

  it.each([
    ['an altered state', (location: string) => location.replace(/state=(\d+)/u, 'state=9$1'), undefined],
    ['no state', (location: string) => location.replace(/state=[^&]*/u, ''), undefined],
    ['the cookie of another browser', (location: string) => location, 'slack-authorization=0123'],
    ['no cookie', (location: string) => location, ''],
  ])('refuses %s, and stores nothing', async (_name, alter, otherCookie) => {
    const before = await readFile(join(folder, 'secrets.json'), 'utf8');
    const { url, cookie } = await begin();
    const location = await decide(url);
    const answer = await comeBack(alter(location), otherCookie ?? cookie);
    expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining('not begun in this browser')]);
    expect(await readFile(join(folder, 'secrets.json'), 'utf8')).toBe(before);
    // What a forger tried does not use it up.
    expect((await comeBack(location, cookie)).status).toBe(200);
  });

  it('says that somebody has cancelled, as problem details to who is no browser', async () => {
    const { url, cookie } = await begin();
    const answer = await comeBack(await decide(url, 'cancel'), cookie, 'application/json');
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/u);
    expect(await answer.json()).toMatchObject({ status: 422, code: 'access_denied' });
  });
});
