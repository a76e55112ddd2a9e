import type { OutcomeType } from '../../model/outcome.ts';
import type { PreviewItem, PreviewSummary } from '../../model/preview.ts';

/** The figures of a preview. */
export function summarize(
  scanned: number,
  items: readonly PreviewItem[],
  notice: string | null,
  notLookedAt: number,
): PreviewSummary {
  const count = (type: OutcomeType) => items.filter(({ outcome }) => outcome === type).length;
  const existing = items.filter(({ outcome }) => outcome === 'updated' || outcome === 'adopted');
  return {
    scanned,
    created: count('created'),
    adopted: count('adopted'),
    updated: count('updated'),
    enabled: existing.filter(isEnabling).length,
    disabled: count('disabled'),
    staged: count('staged'),
    skipped: count('skipped'),
    failed: count('failed'),
    codes: tally(items.flatMap(({ code, outcome }) => (code !== undefined && outcome !== 'disabled' ? [code] : []))),
    updatesByAttribute: tally(existing.flatMap((item) => item.modifiedProperties.map(({ name }) => name))),
    notice,
    notLookedAt,
  };
}

function isEnabling({ modifiedProperties }: PreviewItem): boolean {
  return modifiedProperties.some(({ name, new: value }) => name === 'active' && value === true);
}

/** Most frequent first. */
function tally(names: readonly string[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([, one], [, other]) => other - one));
}
