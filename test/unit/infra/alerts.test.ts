import { describe, expect, it } from 'vitest';
import { loggerOf } from '../../../shared/compose/logger.ts';
import type { OutcomeType } from '../../../shared/model/outcome.ts';
import type { OperationalEvents } from '../../../shared/ports/logger.ts';
import { readDeployment, readJson } from './deployment.ts';

const everything = readDeployment('everything');
const rules = everything.all('Microsoft.Insights/scheduledQueryRules').map(({ name, properties }) => ({
  name: name.replace(/^ag-slack-[a-z0-9]+-/u, ''),
  properties,
  criterion: properties.criteria.allOf[0],
}));

/** The compiler checks the names that stand in the queries against those that the app writes. */
const event = (name: keyof OperationalEvents) => `"${name}"`;
const outcome = (name: OutcomeType) => `Event.outcome == "${name}"`;
const sweepProperty = (name: keyof OperationalEvents['sweepEnded']) => `Event.${name}`;

describe('the alert rules', () => {
  it('watch quarantine, heartbeat, disabling, staged deletions, dead letters, failures and the queue', () => {
    const watched = rules.map(({ name, criterion: { query, operator, threshold } }) => [
      name,
      query.split(' | extend Name = tostring(Event.event) | where ')[1],
      `${operator} ${threshold}`,
    ]);
    expect(watched).toEqual([
      [
        'quarantine',
        `Name in (${event('quarantineEntered')}, ${event('quarantineLeft')}) | summarize arg_max(TimeGenerated, Name) | where Name == ${event('quarantineEntered')}`,
        'GreaterThan 0',
      ],
      ['no-heartbeat', `Name == ${event('sweepEnded')}`, 'LessThan 1'],
      ['disable-spike', `Name == ${event('provisioned')} and ${outcome('disabled')}`, 'GreaterThan 20'],
      ['deletions-staged', `Name == ${event('deletionsStaged')}`, 'GreaterThan 0'],
      ['dead-letters', `Name == ${event('deadLettered')}`, 'GreaterThan 0'],
      ['failure-spike', `Name == ${event('provisioned')} and ${outcome('failed')}`, 'GreaterThan 20'],
      [
        'queue-age',
        `Name == ${event('sweepEnded')} and toint(${sweepProperty('queueAgeSeconds')}) > 900`,
        'GreaterThan 2',
      ],
    ]);
  });

  it('read the events as the app writes them: one JSON object a line', () => {
    for (const { criterion } of rules) {
      expect(criterion.query).toContain('AppTraces | where Message startswith \'{"event":\'');
      expect(criterion.query).toContain('parse_json(Message)');
    }
    const lines: unknown[] = [];
    const silent = () => {};
    const log = loggerOf({ info: (line) => lines.push(line), warn: silent, error: silent });
    log.event('quarantineEntered', { reason: 'tokenRefused', code: 'invalid_auth' });
    expect(lines).toEqual(['{"event":"quarantineEntered","reason":"tokenRefused","code":"invalid_auth"}']);
  });

  it('are not made blind by sampling', () => {
    const { applicationInsights, logLevel } = readJson('host.json').logging;
    const { isEnabled, excludedTypes } = applicationInsights.samplingSettings;
    if (isEnabled) expect(excludedTypes.split(';')).toEqual(expect.arrayContaining(['Trace', 'Request']));
    expect(['Trace', 'Debug', 'Information']).toContain(logLevel.default);
  });

  it('look back at least as far as they wait between two looks', () => {
    const minutes: Readonly<Record<string, number>> = { PT5M: 5, PT15M: 15, PT30M: 30, PT1H: 60, P1D: 1440 };
    for (const { name, properties } of rules) {
      const [window = 0, every = 0] = [properties.windowSize, properties.evaluationFrequency].map(
        (key) => minutes[key],
      );
      expect([name, every > 0 && window >= 2 * every]).toEqual([name, true]);
    }
  });

  it('tell everybody who is to be told', () => {
    const group = everything.one('Microsoft.Insights/actionGroups');
    const emails = group.properties.emailReceivers.map(({ emailAddress }: never) => emailAddress);
    expect(emails).toEqual(['identity@contoso.com', 'oncall@contoso.com']);
    for (const { properties } of rules) {
      expect(properties.enabled).toBe(true);
      expect(properties.actions.actionGroups).toEqual([group.id, expect.stringMatching(/\/actionGroups\/pager$/u)]);
      expect(properties.scopes).toEqual([everything.one('Microsoft.OperationalInsights/workspaces').id]);
    }
  });
});
