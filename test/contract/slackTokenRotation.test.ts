import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SlackSimulator, startSlackSimulator } from '../../infra/local/slack/startSlackSimulator.ts';
import type { Target } from '../../shared/ports/target.ts';
import { createSlackTarget } from '../../shared/slack/createSlackTarget.ts';
import { authorizeUrl } from '../../shared/slack/oauth/authorizeUrl.ts';
import { createSlackOAuth, type SlackOAuth } from '../../shared/slack/oauth/createSlackOAuth.ts';
import { createTokenSource } from '../../shared/slack/token/createTokenSource.ts';
import { formatTokenSecret, SLACK_TOKEN_SECRET } from '../../shared/slack/token/tokenSecret.ts';
import { createFileSecrets } from '../../shared/store/fileSecrets.ts';
import { virtualClock } from '../unit/slack/virtualClock.ts';
import { recordingPacer } from './slackClientScript.ts';

const HOUR = 3_600_000;
const redirectUri = 'https://app.example/api/slack/callback';
const client = { clientId: '1.2', clientSecret: 'client-secret' };

let clock: ReturnType<typeof virtualClock>;
let slack: SlackSimulator;
let oauth: SlackOAuth;
let folder: string;
beforeEach(async () => {
  clock = virtualClock();
  slack = await startSlackSimulator({ now: clock.ms });
  slack.workspace.settings.oauth = { ...client, redirectUrls: [redirectUri], tokenRotation: true };
  // Tokens that the consent page did not lead to are refused.
  slack.faults.tokens = [];
  slack.workspace.seedUser({ userName: 'owner', email: 'owner@example.com', kind: 'primaryOwner' });
  oauth = createSlackOAuth({ ...client, baseUrl: slack.url, clock });
  folder = await mkdtemp(join(tmpdir(), 'tokens-'));
});
afterEach(async () => {
  await slack.close();
  await rm(folder, { recursive: true });
});

/** A person opens the page and allows the app. */
async function consent(): Promise<string> {
  const url = authorizeUrl({ baseUrl: slack.url, clientId: client.clientId, redirectUri, state: 'a-state' });
  const body = new URLSearchParams({ decision: 'allow' });
  const response = await fetch(url, { method: 'POST', body, redirect: 'manual' });
  const back = new URL(response.headers.get('location') ?? '');
  expect(back.searchParams.get('state')).toBe('a-state');
  return back.searchParams.get('code') ?? '';
}

const secretsFile = (): string => join(folder, 'secrets.json');

async function authorise(): Promise<void> {
  const { tokens } = await oauth.exchangeCode(await consent(), redirectUri);
  await createFileSecrets(secretsFile()).write(SLACK_TOKEN_SECRET, formatTokenSecret(tokens));
}

/** One instance of the app, with a secret store of its own over the same secrets. */
function instance(): Target {
  const token = createTokenSource({ secrets: createFileSecrets(secretsFile()), clock, oauth });
  return createSlackTarget({ baseUrl: `${slack.url}/scim/v2`, token, pacer: recordingPacer(), clock });
}
const finds = async (target: Target): Promise<number> => (await target.findUsers('userName', 'owner')).length;
const renewals = (): number => slack.requests.filter(({ path }) => path === '/api/oauth.v2.access').length - 1;

describe('a rotating token', () => {
  it('carries an authorisation through days, with one renewal each twelve hours', async () => {
    await authorise();
    const target = instance();
    for (let hour = 0; hour <= 48; hour += 1) {
      expect(await finds(target)).toBe(1);
      clock.advance(HOUR);
    }
    expect(renewals()).toBe(4);
    expect(slack.requests.filter(({ status }) => status === 401)).toEqual([]);
  });

  it('is renewed after a rest that was longer than its life', async () => {
    await authorise();
    clock.advance(72 * HOUR);
    expect(await finds(instance())).toBe(1);
  });

  it('that Slack revoked before its end is renewed by the request that notices', async () => {
    await authorise();
    const target = instance();
    await finds(target);
    const stored = JSON.parse(JSON.parse(await readFile(secretsFile(), 'utf8'))[SLACK_TOKEN_SECRET]);
    slack.faults.revokedTokens = [stored.accessToken];
    expect(await finds(target)).toBe(1);
    expect(renewals()).toBe(1);
  });

  it('that another instance renewed is taken over by the request that notices, without a renewal of its own', async () => {
    await authorise();
    const [one, other] = [instance(), instance()];
    await finds(one);
    await finds(other);
    clock.advance(11.6 * HOUR);
    expect(await finds(one)).toBe(1);
    expect(await finds(other)).toBe(1);
    expect(renewals()).toBe(1);
  });

  it('of a person who is deactivated needs a person, and stops after one renewal', async () => {
    await authorise();
    const target = instance();
    slack.workspace.deactivateByHand(slack.workspace.findByUserName('owner')?.id ?? '');
    for (let request = 0; request < 3; request += 1) {
      await expect(finds(target)).rejects.toMatchObject({ class: 'unauthorized' });
    }
    expect(renewals()).toBeLessThanOrEqual(1);
  });

  it('whose refresh token was used up by somebody else needs a person once it is over', async () => {
    await authorise();
    const stored = JSON.parse(JSON.parse(await readFile(secretsFile(), 'utf8'))[SLACK_TOKEN_SECRET]);
    await oauth.refresh(stored.refreshToken);
    clock.advance(13 * HOUR);
    await expect(finds(instance())).rejects.toMatchObject({ class: 'unauthorized', code: 'invalid_refresh_token' });
  });
});

describe('an authorisation without rotation', () => {
  it('is stored as the plain token, which stays as it is', async () => {
    slack.workspace.settings.oauth.tokenRotation = false;
    await authorise();
    clock.advance(1000 * HOUR);
    expect(await finds(instance())).toBe(1);
    expect(renewals()).toBe(0);
  });

  it('cannot be had twice with one code', async () => {
    const code = await consent();
    await oauth.exchangeCode(code, redirectUri);
    await expect(oauth.exchangeCode(code, redirectUri)).rejects.toMatchObject({ code: 'invalid_code' });
  });
});
