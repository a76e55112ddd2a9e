import type { ModifiedProperty } from '../../../shared/model/outcome.ts';
import type { PreviewItem, PreviewSummary } from '../../../shared/model/preview.ts';
import { cut, inColumns } from '../../local/terminal/columns.ts';
import { NAME_WIDTH, paintOutcome } from '../../local/terminal/formatLine.ts';
import type { Paint } from '../../local/terminal/screen.ts';
import type { FetchedPreview } from './fetchPreview.ts';

/** People shown in the terminal, per outcome; the rest is counted. */
const SHOWN = 15;
const LONGEST_CHANGE = 100;

const ORDER = ['disabled', 'staged', 'failed', 'created', 'adopted', 'updated', 'skipped'] as const;

const WORDS: Readonly<Record<(typeof ORDER)[number], string>> = {
  disabled: 'would be disabled',
  staged: 'would wait for approval, since they are over the limit of deletions',
  failed: 'would fail',
  created: 'would be created',
  adopted: 'would be adopted',
  updated: 'would be updated',
  skipped: 'would be skipped',
};

/** A preview for a person at a terminal: what matters most first. */
export function formatPreview({ summary, items }: FetchedPreview, paint: Paint): string {
  const groups = ORDER.flatMap((outcome) => {
    const members = items.filter((item) => item.outcome === outcome);
    if (members.length === 0) return [];
    const rest = members.length - SHOWN;
    return [
      '',
      `${paintOutcome(outcome, paint)}: ${members.length} ${WORDS[outcome]}`,
      ...members.slice(0, SHOWN).map((item) => `  ${nameOf(item)}  ${whatOf(item)}`),
      ...(rest > 0 ? [paint('dim', `  … and ${rest} more; --csv writes them all`)] : []),
    ];
  });
  return [...headOf(summary), ...groups, '', paint('dim', 'Nothing of this has been done.')].join('\n');
}

function headOf(summary: PreviewSummary): readonly string[] {
  const { scanned, notice, notLookedAt, updatesByAttribute } = summary;
  const counts = ORDER.filter((outcome) => summary[outcome] > 0).map((outcome) => `${summary[outcome]} ${outcome}`);
  const attributes = Object.entries(updatesByAttribute).map(([name, count]) => `${name} (${count})`);
  return [
    `${scanned} people and groups read: ${counts.length > 0 ? counts.join(', ') : 'nothing to do'}.`,
    ...(attributes.length > 0 ? [`Changed attributes: ${attributes.join(', ')}.`] : []),
    ...(notice === null ? [] : [notice]),
    ...(notLookedAt > 0 ? [`There was no time to look at ${notLookedAt} more.`] : []),
  ];
}

function nameOf({ displayName, userPrincipalName, id }: PreviewItem): string {
  return inColumns(displayName ?? userPrincipalName ?? id, NAME_WIDTH);
}

function whatOf({ outcome, reason, modifiedProperties, userPrincipalName }: PreviewItem): string {
  if (outcome === 'created') return userPrincipalName ?? '';
  const what = reason ?? modifiedProperties.map(describeChange).join(', ');
  return cut(what, LONGEST_CHANGE);
}

function describeChange({ name, old, new: value }: ModifiedProperty): string {
  return `${name}: ${JSON.stringify(old ?? null)} → ${JSON.stringify(value)}`;
}
