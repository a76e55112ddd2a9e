import { describe, expect, it } from 'vitest';
import { type Arrangement, arrange } from '../../../functions/dashboard/page/preview/arrange.ts';
import type { PreviewItem } from '../../../shared/model/preview.ts';

const item = (displayName: string, given: Partial<PreviewItem>): PreviewItem => ({
  kind: 'user',
  id: displayName,
  displayName,
  userPrincipalName: `${displayName.toLowerCase()}@contoso.example`,
  outcome: 'updated',
  modifiedProperties: [],
  ...given,
});
const title = { name: 'title', old: 'a', new: 'b' };
const ITEMS = [
  item('Zoe', { modifiedProperties: [title, { name: 'active', old: false, new: true }] }),
  item('Ada', { outcome: 'created', modifiedProperties: [title] }),
  item('Ben', { outcome: 'failed', reason: 'Slack requires mail', code: 'MandatoryFieldsMissing' }),
  item('Émile', { modifiedProperties: [title] }),
];
const names = (by: Partial<Arrangement>) =>
  arrange(ITEMS, { text: '', sort: 'name', descending: false, ...by }).map(({ displayName }) => displayName);

describe('the rows of a preview', () => {
  it('are sorted by name as people sort, and by what deserves a look first', () => {
    expect(names({})).toEqual(['Ada', 'Ben', 'Émile', 'Zoe']);
    expect(names({ descending: true })).toEqual(['Zoe', 'Émile', 'Ben', 'Ada']);
    expect(names({ sort: 'outcome' })).toEqual(['Ben', 'Ada', 'Émile', 'Zoe']);
    expect(names({ sort: 'changes', descending: true })).toEqual(['Zoe', 'Ada', 'Émile', 'Ben']);
  });

  it('are filtered by outcome, and by an attribute that changes on an account that exists', () => {
    expect(names({ outcome: 'updated' })).toEqual(['Émile', 'Zoe']);
    expect(names({ attribute: 'title' })).toEqual(['Émile', 'Zoe']);
  });

  it('are searched for all words, in names, addresses, codes and reasons', () => {
    expect(names({ text: 'requires  BEN' })).toEqual(['Ben']);
    expect(names({ text: 'mandatory' })).toEqual(['Ben']);
    expect(names({ text: 'contoso zoe' })).toEqual(['Zoe']);
    expect(names({ text: 'nobody' })).toEqual([]);
  });
});
