import { describe, expect, it } from 'vitest';
import { plain } from '../../../infra/local/terminal/screen.ts';
import { formatPreview } from '../../../infra/scripts/preview/formatPreview.ts';
import { summarize } from '../../../shared/engine/preview/summarize.ts';
import type { PreviewItem } from '../../../shared/model/preview.ts';
import { formatPreviewCsv } from '../../../shared/model/previewCsv.ts';

const item = (outcome: PreviewItem['outcome'], more: Partial<PreviewItem> = {}): PreviewItem => ({
  kind: 'user',
  id: 'b7b2c1de-0000-4000-8000-000000000001',
  displayName: 'Ada Lovelace',
  userPrincipalName: 'ada@contoso.example',
  outcome,
  modifiedProperties: [],
  ...more,
});

const show = (items: readonly PreviewItem[], notice: string | null = null, left = 0) =>
  formatPreview({ summary: summarize(300, items, notice, left), items, total: items.length }, plain);

describe('a preview in the terminal', () => {
  it('has the figures first, then who would lose what, then everybody else, and says that nothing was done', () => {
    const title = { name: 'title', old: 'Clerk', new: 'Countess' };
    const text = show([
      item('updated', { modifiedProperties: [title] }),
      item('created'),
      item('disabled', { code: 'AccountDisabled', reason: 'The account is disabled in Entra.' }),
    ]);
    expect(text).toBe(`300 people and groups read: 1 disabled, 1 created, 1 updated.
Changed attributes: title (1).

disabled: 1 would be disabled
  Ada Lovelace                The account is disabled in Entra.

created: 1 would be created
  Ada Lovelace                ada@contoso.example

updated: 1 would be updated
  Ada Lovelace                title: "Clerk" → "Countess"

Nothing of this has been done.`);
  });

  it('counts those beyond the first fifteen', () => {
    const lines = show(Array.from({ length: 20 }, () => item('created'))).split('\n');
    expect(lines.filter((line) => line.includes('Ada'))).toHaveLength(15);
    expect(lines).toContain('  … and 5 more; --csv writes them all');
  });

  it('says what kept it from being whole', () => {
    const text = show([], 'Graph listed 3 users where there were 300.', 7);
    expect(text).toContain(
      '300 people and groups read: nothing to do.\nGraph listed 3 users where there were 300.\nThere was no time to look at 7 more.',
    );
  });
});

describe('a preview as CSV', () => {
  it('has a line per changed attribute, quotes what needs it, and disarms formulas', () => {
    const csv = formatPreviewCsv([
      item('updated', {
        displayName: '=HYPERLINK("x")',
        modifiedProperties: [
          { name: 'title', old: null, new: 'a, "b"' },
          { name: 'active', old: false, new: true },
        ],
      }),
      item('skipped', { code: 'OutOfScope', reason: 'No filter lets them pass.' }),
    ]);
    expect(csv.split('\r\n').slice(1)).toEqual([
      `updated,,"'=HYPERLINK(""x"")",ada@contoso.example,b7b2c1de-0000-4000-8000-000000000001,,,title,,"a, ""b"""`,
      `updated,,"'=HYPERLINK(""x"")",ada@contoso.example,b7b2c1de-0000-4000-8000-000000000001,,,active,false,true`,
      'skipped,OutOfScope,Ada Lovelace,ada@contoso.example,b7b2c1de-0000-4000-8000-000000000001,,No filter lets them pass.,,,',
      '',
    ]);
  });
});
