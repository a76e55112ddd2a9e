import type { ScopeTest, Step } from '../../../shared/model/outcome.ts';
import { cut } from '../../local/terminal/columns.ts';
import { listChanges, paintOutcome } from '../../local/terminal/formatLine.ts';
import type { Paint } from '../../local/terminal/screen.ts';
import type { Provisioned } from './requestProvisioning.ts';

const MARKS = { success: ['green', '✓'], skipped: ['yellow', '–'], failure: ['red', '✗'] } as const;
const NAMES: Readonly<Record<Step['type'], string>> = {
  import: 'Import',
  scoping: 'Scope',
  matching: 'Match',
  processing: 'Plan',
  referenceResolution: 'References',
  export: 'Export',
};
const LONGEST = 160;
const MOST_CHANGES = 20;

/** One step as a line, and below it what was asked in detail. */
export function formatStep({ type, status, details }: Step, paint: Paint): string {
  const [style, mark] = MARKS[status];
  const head = `${paint(style, mark)} ${NAMES[type].padEnd(11)} ${cut(summaryOf(type, details), LONGEST)}`;
  return [head.trimEnd(), ...testsOf(details).map((test) => formatTest(test, paint))].join('\n');
}

/** How it ended. */
export function formatOutcome(request: Provisioned, paint: Paint): string {
  const { outcome, code, reason, recommendedAction, modifiedProperties, slackId, dryRun } = request;
  const who = request.displayName ?? request.userPrincipalName ?? request.id;
  const verb = dryRun ? `would be ${outcome}` : String(outcome);
  const changes = listChanges(modifiedProperties, MOST_CHANGES);
  const lines = [
    `${who}: ${paintOutcome(outcome ?? '', paint).replace(String(outcome), verb)}${slackId ? ` ${paint('dim', slackId)}` : ''}`,
    changes === '' ? '' : `  ${changes}`,
    reason === undefined ? '' : `  ${reason} ${paint('dim', code ?? '')}`.trimEnd(),
    recommendedAction === null || outcome === 'disabled'
      ? ''
      : `  ${paint('cyan', 'What to do:')} ${recommendedAction}`,
    dryRun ? paint('dim', 'Nothing of this has been done.') : '',
  ];
  return lines.filter((line) => line !== '').join('\n');
}

interface Clause {
  readonly filter: string;
  readonly clause: string;
  readonly passed: boolean;
}

function testsOf({ tests = [], filters = [] }: Step['details']): readonly ScopeTest[] {
  const clauses = (Array.isArray(filters) ? (filters as Clause[]) : []).map(({ filter, clause, passed }) => ({
    test: `  ${filter}: ${clause}`,
    passed,
  }));
  return [...(Array.isArray(tests) ? (tests as ScopeTest[]) : []), ...clauses];
}

function formatTest({ test, passed }: ScopeTest, paint: Paint): string {
  if (passed === null) return `    ${paint('dim', `· ${test} (not asked)`)}`;
  return `    ${passed ? paint('green', '✓') : paint('red', '✗')} ${test}`;
}

/** The one thing that a person wants to know of each kind of step. */
function summaryOf(type: Step['type'], details: Step['details']): string {
  const textOf = (...names: readonly string[]) =>
    names
      .flatMap((name) => (details[name] === undefined || details[name] === null ? [] : String(details[name])))
      .join(' ');
  switch (type) {
    case 'import':
      return textOf('state');
    case 'scoping':
      return textOf('reason');
    case 'matching':
      return [textOf('result', 'slackId'), queriesOf(details.queries)].filter(Boolean).join(', ');
    default:
      return textOf('action', 'reason', 'slackId');
  }
}

function queriesOf(queries: unknown): string {
  if (!Array.isArray(queries)) return '';
  return queries.map(({ by, value, hits }) => `${by} ${value}: ${hits?.length ?? 0} found`).join(', ');
}
