import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { recommendedAction } from '../../../shared/compose/recommendedAction.ts';
import { OWN_ACTIONS } from '../../../shared/errors/ownActions.ts';
import { SLACK_ERRORS } from '../../../shared/slack/errors/slackErrors.ts';
import { OAUTH_ERRORS } from '../../../shared/slack/oauth/oauthErrors.ts';

const ROOT = fileURLToPath(new URL('../../../shared', import.meta.url));
const CLASSES = 'wait|retry|conflict|gone|invalid|unauthorized|fatal';

/** Codes that the sources name: of errors, and of outcomes and entitlements. Those of Slack are lower-case. */
function codesInSources(): readonly string[] {
  const patterns = [
    new RegExp(`ProvisioningError\\(\\s*'(?:${CLASSES})',\\s*'([A-Z]\\w+)'`, 'gu'),
    /\bcode: '([A-Z]\w+)'/gu,
    /\bno\('([A-Z]\w+)'/gu,
  ];
  const files = globSync('{engine,plan,mapping,entra,slack,store,queue}/**/*.ts', { cwd: ROOT });
  const texts = files.map((file) => readFileSync(`${ROOT}/${file}`, 'utf8'));
  const found = texts.flatMap((text) =>
    patterns.flatMap((pattern) => [...text.matchAll(pattern)].map(([, code]) => code)),
  );
  return [...new Set(found.filter((code) => code !== undefined))].sort();
}

describe('the recommended action', () => {
  it('is written for every code that the app gives', () => {
    const codes = codesInSources();
    expect(codes).toEqual(expect.arrayContaining(['NotEffectivelyEntitled', 'AccountDisabled', 'StorageUnavailable']));
    expect(codes.filter((code) => !Object.hasOwn(OWN_ACTIONS, code))).toEqual([]);
  });

  it('is that of Slack for the errors of Slack', () => {
    for (const [code, { recommendedAction: action }] of SLACK_ERRORS) expect(recommendedAction(code)).toBe(action);
    for (const [code, { recommendedAction: action }] of Object.entries(OAUTH_ERRORS)) {
      if (!SLACK_ERRORS.has(code)) expect(recommendedAction(code)).toBe(action);
    }
  });

  it('is something to go by also for a code of Graph that nobody knows, and nothing without a code', () => {
    expect(recommendedAction('Authorization_SomethingNew')).toMatch(/tried again/u);
    expect([recommendedAction(null), recommendedAction(undefined), recommendedAction('')]).toEqual([null, null, null]);
  });

  it('is no property that every object has', () => {
    expect(recommendedAction('constructor')).toMatch(/tried again/u);
  });
});
