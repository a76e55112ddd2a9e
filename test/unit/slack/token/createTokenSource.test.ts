import { describe, expect, it } from 'vitest';
import { ProvisioningError } from '../../../../shared/errors/provisioningError.ts';
import type { SlackTokens } from '../../../../shared/slack/oauth/createSlackOAuth.ts';
import { createTokenSource, type TokenSourceOptions } from '../../../../shared/slack/token/createTokenSource.ts';
import { formatTokenSecret } from '../../../../shared/slack/token/tokenSecret.ts';
import { virtualClock } from '../virtualClock.ts';
import { memorySecrets } from './memorySecrets.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const clock = virtualClock();
const passing = new ProvisioningError('retry', 'Timeout', 'Slack did not answer in time.');
const usedBefore = new ProvisioningError('unauthorized', 'invalid_refresh_token', 'It was used before.');

/** The n-th pair of an installation. */
const pair = (n: number, leftMs: number): SlackTokens => ({
  accessToken: `xoxe.xoxp-${n}`,
  rotation: { refreshToken: `xoxe-${n}`, expiresAt: new Date(clock.ms() + leftMs) },
});
const secretOf = (n: number, leftMs: number): string => formatTokenSecret(pair(n, leftMs));
const wait = async (turns = 20): Promise<void> => {
  for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
};

/** Slack: a refresh token is good for one use. */
function rotatingSlack(first = 1) {
  let current = first;
  const slack = {
    refreshed: [] as string[],
    faults: [] as ProvisioningError[],
    refresh: async (refreshToken: string): Promise<SlackTokens> => {
      slack.refreshed.push(refreshToken);
      await wait(3);
      const fault = slack.faults.shift();
      if (fault) throw fault;
      if (refreshToken !== `xoxe-${current}`) throw usedBefore;
      current += 1;
      return pair(current, 12 * HOUR);
    },
  };
  return slack;
}

function setUp(secret: string | undefined, options: Partial<TokenSourceOptions> = {}) {
  const secrets = memorySecrets(secret);
  const slack = rotatingSlack();
  return { secrets, slack, token: createTokenSource({ secrets, clock, oauth: slack, ...options }) };
}

/** A lock that all instances share. */
function sharedLock(): NonNullable<TokenSourceOptions['exclusively']> {
  let isHeld = false;
  return async (work) => {
    if (isHeld) return false;
    isHeld = true;
    await work().finally(() => {
      isHeld = false;
    });
    return true;
  };
}

describe('a token that does not expire', () => {
  it('from the settings wins, and the secret is not even read', async () => {
    const { secrets, token } = setUp('xoxp-secret', { fixedToken: 'xoxp-setting' });
    expect([await token(false), await token(true)]).toEqual(['xoxp-setting', 'xoxp-setting']);
    expect(secrets.freshReads).toBe(0);
  });

  it('from the secret is read anew, and nothing else is tried, when it was refused', async () => {
    const { secrets, slack, token } = setUp('xoxp-1\n');
    expect(await token(false)).toBe('xoxp-1');
    secrets.value = 'xoxp-2';
    expect(await token(false)).toBe('xoxp-1');
    expect(await token(true)).toBe('xoxp-2');
    expect(slack.refreshed).toEqual([]);
  });

  it('may not be there', async () => {
    const { token } = setUp(undefined);
    expect([await token(false), await token(true)]).toEqual([undefined, undefined]);
  });

  it.each(['xoxp 1', '{"accessToken":"xoxe.xoxp-1"}', '{xoxe', 'xoxp-\u00e9'])(
    'that no header can hold, or half a pair, is refused without being quoted: %s',
    async (secret) => {
      const error: unknown = await setUp(secret)
        .token(false)
        .catch((fault: unknown) => fault);
      expect(error).toMatchObject({ class: 'unauthorized', code: 'SlackTokenUnreadable' });
      expect(String(error)).toContain('slack-token');
      expect(String(error)).not.toContain('xox');
      expect((error as Error).cause).toBeUndefined();
    },
  );

  it('from the settings with a line break in it is refused without being quoted', async () => {
    const error: unknown = await setUp(undefined, { fixedToken: 'xoxp\n1' })
      .token(false)
      .catch((fault: unknown) => fault);
    expect(String(error)).not.toContain('xoxp');
  });
});

describe('a token that expires', () => {
  it('is used as it is while it has half an hour left, and renewed and stored once it has less', async () => {
    const { secrets, slack, token } = setUp(secretOf(1, 31 * MINUTE));
    expect(await token(false)).toBe('xoxe.xoxp-1');
    expect(secrets.freshReads).toBe(0);
    clock.advance(2 * MINUTE);
    expect(await token(false)).toBe('xoxe.xoxp-2');
    expect(secrets.value).toBe(secretOf(2, 12 * HOUR));
    expect(await token(false)).toBe('xoxe.xoxp-2');
    expect(slack.refreshed).toEqual(['xoxe-1']);
  });

  it('is renewed once for all callers at the same time', async () => {
    const { slack, token } = setUp(secretOf(1, -HOUR));
    const tokens = await Promise.all(Array.from({ length: 20 }, () => token(false)));
    expect(new Set(tokens)).toEqual(new Set(['xoxe.xoxp-2']));
    expect(slack.refreshed).toEqual(['xoxe-1']);
  });

  it('is renewed when Slack refuses it, once for everybody whose request was refused', async () => {
    const { slack, token } = setUp(secretOf(1, 6 * HOUR));
    await token(false);
    const tokens = await Promise.all([token(true), token(true), wait(4).then(() => token(true))]);
    expect(tokens).toEqual(Array(3).fill('xoxe.xoxp-2'));
    expect(await token(true)).toBe('xoxe.xoxp-2');
    expect(slack.refreshed).toEqual(['xoxe-1']);
  });

  it('that is refused although it is new is not renewed again with every request', async () => {
    const { slack, token } = setUp(secretOf(1, 6 * HOUR));
    await token(false);
    await token(true);
    for (let request = 0; request < 5; request += 1) expect(await token(true)).toBe('xoxe.xoxp-2');
    expect(slack.refreshed).toHaveLength(1);
    clock.advance(11 * MINUTE);
    expect(await token(true)).toBe('xoxe.xoxp-3');
  });

  it('that another instance has replaced is taken from the store, without a renewal of our own', async () => {
    const { secrets, slack, token } = setUp(secretOf(1, 6 * HOUR));
    await token(false);
    secrets.value = secretOf(7, 12 * HOUR);
    expect(await token(true)).toBe('xoxe.xoxp-7');
    expect(await token(true)).toBe('xoxe.xoxp-7');
    expect(slack.refreshed).toEqual([]);
  });

  it('in an old copy of the secret is not renewed: the store is asked first', async () => {
    const { secrets, slack, token } = setUp(secretOf(1, 31 * MINUTE));
    await token(false);
    secrets.value = secretOf(7, 12 * HOUR);
    clock.advance(5 * MINUTE);
    expect(await token(false)).toBe('xoxe.xoxp-7');
    expect(slack.refreshed).toEqual([]);
  });

  it('without a client is used to its end, and then names the settings that are missing', async () => {
    const { secrets, token } = setUp(secretOf(1, 20 * MINUTE), { oauth: undefined });
    for (let request = 0; request < 5; request += 1) expect(await token(false)).toBe('xoxe.xoxp-1');
    expect(secrets.freshReads).toBe(1);
    clock.advance(20 * MINUTE);
    await expect(token(false)).rejects.toMatchObject({
      class: 'unauthorized',
      code: 'SlackTokenExpired',
      message: expect.stringContaining('SLACK_CLIENT_SECRET') as string,
    });
  });
});

describe('a renewal that fails', () => {
  it('because of a lost answer is repeated at once, while the refresh token is still good', async () => {
    const { slack, token } = setUp(secretOf(1, -HOUR));
    slack.faults = [passing, passing];
    expect(await token(false)).toBe('xoxe.xoxp-2');
    expect(slack.refreshed).toEqual(['xoxe-1', 'xoxe-1', 'xoxe-1']);
  });

  it('costs nothing while the old token has time left, and is tried again a minute later', async () => {
    const { slack, token } = setUp(secretOf(1, 20 * MINUTE));
    slack.faults = Array(3).fill(passing);
    for (let request = 0; request < 5; request += 1) expect(await token(false)).toBe('xoxe.xoxp-1');
    expect(slack.refreshed).toHaveLength(3);
    clock.advance(MINUTE);
    expect(await token(false)).toBe('xoxe.xoxp-2');
  });

  it.each([
    ['a passing fault', passing, 'retry'],
    ['a refused refresh token', usedBefore, 'unauthorized'],
    ['any other refusal', new ProvisioningError('invalid', 'some_reason', 'Slack refused.'), 'unauthorized'],
  ])('for %s is the error of the request once the old token is over', async (_case, fault, errorClass) => {
    const { slack, token } = setUp(secretOf(1, -HOUR));
    slack.faults = Array(3).fill(fault);
    await expect(token(false)).rejects.toMatchObject({ class: errorClass, code: fault.code });
  });

  it('as another instance was faster takes what that one has stored', async () => {
    const { secrets, slack, token } = setUp(secretOf(1, -HOUR));
    const { refresh } = slack;
    slack.refresh = async (refreshToken) => {
      secrets.value = secretOf(9, 12 * HOUR);
      slack.faults = [usedBefore];
      return refresh(refreshToken);
    };
    expect(await token(false)).toBe('xoxe.xoxp-9');
  });

  it('to store its pair keeps it, uses it, and stores it as soon as the store takes it', async () => {
    const { secrets, slack, token } = setUp(secretOf(1, 20 * MINUTE));
    secrets.writeFault = new ProvisioningError('retry', 'SecretStoreUnavailable', 'Not now.');
    expect(await token(false)).toBe('xoxe.xoxp-1');
    expect(await token(false)).toBe('xoxe.xoxp-2');
    clock.advance(MINUTE);
    await expect(token(false)).rejects.toMatchObject({ code: 'SecretStoreUnavailable' });
    expect(await token(false)).toBe('xoxe.xoxp-2');
    secrets.writeFault = undefined;
    clock.advance(MINUTE);
    expect(await token(false)).toBe('xoxe.xoxp-2');
    expect(secrets.value).toContain('xoxe-2');
    expect(slack.refreshed).toEqual(['xoxe-1']);
  });

  it('to store its pair gives way to an authorisation that was stored since', async () => {
    const { secrets, token } = setUp(secretOf(1, -HOUR));
    secrets.writeFault = passing;
    await expect(token(false)).rejects.toBe(passing);
    secrets.value = 'xoxp-new';
    expect(await token(true)).toBe('xoxp-new');
  });
});

describe('several instances', () => {
  it('renew one after the other: whoever comes second finds the new pair', async () => {
    const secret = secretOf(1, -HOUR);
    const exclusively = sharedLock();
    const { secrets, slack } = setUp(secret);
    const instances = Array.from({ length: 5 }, () => createTokenSource({ secrets, clock, oauth: slack, exclusively }));
    const tokens = await Promise.all(instances.map((token) => token(false)));
    expect(tokens).toEqual(Array(5).fill('xoxe.xoxp-2'));
    expect(slack.refreshed).toEqual(['xoxe-1']);
  });

  it('do not renew what another one has renewed while they waited for their turn', async () => {
    const secrets = memorySecrets(secretOf(1, -HOUR));
    const slack = rotatingSlack(7);
    const exclusively: TokenSourceOptions['exclusively'] = async (work) => {
      secrets.value = secretOf(7, 12 * HOUR);
      await work();
      return true;
    };
    expect(await createTokenSource({ secrets, clock, oauth: slack, exclusively })(false)).toBe('xoxe.xoxp-7');
    expect(slack.refreshed).toEqual([]);
  });

  it('go on with the old token at once, where it has time left, while another one renews', async () => {
    const { slack, token } = setUp(secretOf(1, 20 * MINUTE), { exclusively: async () => false });
    const before = clock.ms();
    expect(await token(false)).toBe('xoxe.xoxp-1');
    expect(clock.ms()).toBe(before);
    expect(slack.refreshed).toEqual([]);
  });

  it('say that it is under way, and not that a person is needed, while another one takes long', async () => {
    const { token } = setUp(secretOf(1, -HOUR), { exclusively: async () => false });
    await expect(token(false)).rejects.toMatchObject({ class: 'retry', code: 'SlackTokenExpired' });
  });
});
