import { describe, expect, it } from 'vitest';
import { flatten } from '../../../functions/dashboard/page/words/flatten.ts';
import { stepSentence } from '../../../functions/dashboard/page/words/stepWords.ts';
import { listSize, shortTarget, valueText } from '../../../functions/dashboard/page/words/values.ts';
import type { Step } from '../../../shared/model/outcome.ts';

const sentence = (type: Step['type'], details: Step['details'], status: Step['status'] = 'success') =>
  stepSentence({ type, status, details });

describe('a step in a sentence', () => {
  it.each<[Step['type'], Step['details'], string]>([
    ['import', { state: 'present' }, 'Found in Entra.'],
    ['import', { state: 'purged' }, 'No longer in Entra.'],
    ['scoping', { tests: [], through: ['direct', 'group g1'] }, 'In scope, through direct, group g1.'],
    ['scoping', { tests: [], reason: 'The account is disabled in Entra.' }, 'The account is disabled in Entra.'],
    ['matching', { result: 'found', slackId: 'U1', basis: 'anchor' }, 'Linked to U1.'],
    ['matching', { result: 'found', slackId: 'U1', queries: [] }, 'U1 matches.'],
    ['matching', { result: 'none' }, 'Nothing in Slack matches.'],
    ['matching', { slackId: 'U1', owner: 'x' }, 'The account that matches is linked to somebody else.'],
    ['processing', { action: 'create' }, 'To be created in Slack.'],
    [
      'processing',
      { action: 'disable', stagedAt: 'x', runId: 'r' },
      'To be disabled in Slack, once somebody approves.',
    ],
    ['processing', { action: 'fail', reason: 'slack requires mail' }, 'Slack requires mail.'],
    ['export', { slackId: 'U1' }, 'Done; the Slack id is U1.'],
  ])('%s %j', (type, details, expected) => {
    expect(sentence(type, details)).toBe(expected);
  });

  it('says how it ended when nothing more is known', () => {
    expect(sentence('export', {}, 'failure')).toBe('It failed.');
    expect(sentence('referenceResolution', {}, 'skipped')).toBe('Left out.');
  });
});

describe('nested details', () => {
  it('become a list, without what is empty and what only machines read', () => {
    const details = { '@odata.context': 'x', a: null, b: { c: 'one', d: ['two', 'three'], e: [] }, f: [{ g: true }] };
    expect(flatten(details)).toEqual([
      { name: 'b.c', value: 'one' },
      { name: 'b.d', value: 'two, three' },
      { name: 'f.1.g', value: 'yes' },
    ]);
  });
});

describe('names and values of attributes', () => {
  it('are shortened to what tells them apart', () => {
    expect(shortTarget('urn:scim:schemas:extension:enterprise:1.0.department')).toBe('department');
    expect(shortTarget('emails[type eq "work"].value')).toBe('emails (work)');
    expect(shortTarget('addresses[type eq "untyped"].locality')).toBe('addresses.locality');
    expect(shortTarget('roles[primary eq "True"].value')).toBe('roles');
    expect(shortTarget('name.givenName')).toBe('name.givenName');
  });

  it('count long lists, of which the log keeps the beginning', () => {
    expect([undefined, 'a', ['a', 'b'], ['a', 'and 68 more']].map(listSize)).toEqual([0, 0, 2, 69]);
  });

  it('tell an empty value from one that nobody knows', () => {
    expect([undefined, null, '', [], false, ['a', 'b']].map(valueText)).toEqual([
      'not known',
      'empty',
      'empty',
      'empty',
      'no',
      'a, b',
    ]);
  });
});
