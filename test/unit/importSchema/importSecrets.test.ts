import { describe, expect, it } from 'vitest';
import { formatConfig } from '../../../infra/scripts/importSchema/formatConfig.ts';
import { formatReport } from '../../../infra/scripts/importSchema/formatReport.ts';
import { convert, schemaFile, schemaOf } from './schemaFiles.ts';

const withSecrets = (...value: readonly (readonly [string, unknown])[]) =>
  convert(schemaOf([]), { value: value.map(([key, content]) => ({ key, value: content })) });
const notifications = (settings: object) => withSecrets(['SyncNotificationSettings', JSON.stringify(settings)]).config;

describe('the secrets', () => {
  it.each([
    ['true', 'all'],
    ['True', 'all'],
    ['false', 'assigned'],
    [null, 'assigned'],
  ])('SyncAll %s is the scope %s', (value, mode) => {
    expect(withSecrets(['SyncAll', value]).config.scope.mode).toBe(mode);
  });

  it('give recipients, if notification is on', () => {
    const Recipients = 'a@contoso.com; b@contoso.com,a@contoso.com';
    expect(notifications({ Enabled: true, Recipients }).notify.email).toEqual(['a@contoso.com', 'b@contoso.com']);
    expect(notifications({ Enabled: false, Recipients }).notify.email).toEqual([]);
  });

  it('give the deletion limit, if it is on', () => {
    const limit = { DeleteThresholdEnabled: true, DeleteThresholdValue: 500 };
    expect(notifications(limit).safety.maxDeletions).toEqual({ count: 500, percent: 0 });
    expect(notifications({ ...limit, DeleteThresholdValue: '7' }).safety.maxDeletions.count).toBe(7);
    expect(notifications({ ...limit, DeleteThresholdEnabled: false }).safety.maxDeletions.count).toBe(20);
    expect(notifications({ ...limit, DeleteThresholdValue: -1 }).safety.maxDeletions.count).toBe(20);
  });

  it.each(['{', '7', '{"Recipients":7}'])('with settings that are not as documented (%s) say so', (value) => {
    const { lost } = withSecrets(['SyncNotificationSettings', value]);
    expect(lost.map(({ where }) => where)).toContain('SyncNotificationSettings');
  });

  it('that skip deletions out of scope hold: this app cannot tell them from the others', () => {
    const { config, lost } = withSecrets(['SkipOutOfScopeDeletions', 'True']);
    expect(config.enabled).toBe(false);
    expect(lost.find(({ holds }) => holds)?.where).toBe('SkipOutOfScopeDeletions');
  });

  it('are never repeated, nor are addresses of people', () => {
    const result = convert(schemaFile('typicalSlackApp'), JSON.parse(schemaFile('secrets')));
    const said = formatReport(result) + JSON.stringify({ ...result, config: undefined });
    expect(said).not.toMatch(/s3cret|it@contoso|nobody/u);
    expect(formatConfig(result.config)).not.toMatch(/s3cret|xoxp/u);
    expect(said).toContain('SLACK_TOKEN');
    expect(said).toContain('https://api.slack.com/scim/v1');
    expect(result.carriedOver).toContain('notifications: 1 of 2 recipients');
  });

  it('of a sign-in name as address do not repeat it', () => {
    const { lost } = withSecrets(['BaseAddress', 'user@domain.com'], ['SyncAll', 'true']);
    expect(JSON.stringify(lost)).not.toContain('domain.com');
  });

  it.each([7, {}, [{ value: 'xoxp-1' }], { value: [{ key: 1, value: 'xoxp-1' }] }])(
    'that are %j are refused',
    (secrets) => {
      expect(() => convert(schemaOf([]), secrets)).toThrow(/not the secrets of a synchronization/u);
      expect(() => convert(schemaOf([]), secrets)).not.toThrow(/xoxp/u);
    },
  );
});
