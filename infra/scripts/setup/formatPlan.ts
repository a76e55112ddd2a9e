import { inColumns } from '../../local/terminal/columns.ts';
import type { Paint } from '../../local/terminal/screen.ts';
import type { Caller } from './readCaller.ts';
import { isGraphRequest, openSteps, type Plan, type Step } from './step.ts';

const WHAT_WIDTH = 44;

/** The plan as a person reads it in a terminal. */
export function formatPlan(plan: Plan, paint: Paint): string {
  const open = openSteps(plan);
  const lines = plan.steps.flatMap((step) => formatStep(step, paint));
  const verdict = open.length === 0 ? 'Nothing to do.' : `${open.length} of ${plan.steps.length} to do.`;
  return [
    ...(lines.length > 0 ? [...lines, ''] : []),
    ...formatNotes(plan, paint),
    ...plan.blockers.flatMap((blocker) => [`${paint('red', '✗')} ${blocker}`, '']),
    ...(plan.blockers.length > 0 ? [] : [verdict]),
  ].join('\n');
}

function formatStep({ isDone, what, why, current, wanted }: Step, paint: Paint): string[] {
  const mark = isDone ? paint('green', '✓') : paint('yellow', '+');
  if (isDone) return [`  ${mark} ${inColumns(what, WHAT_WIDTH)}  ${current}`];
  return [`  ${mark} ${inColumns(what, WHAT_WIDTH)}  ${current} → ${wanted}`, `    ${paint('dim', why)}`];
}

function formatNotes({ notes }: Pick<Plan, 'notes'>, paint: Paint): readonly string[] {
  return notes.flatMap((note) => [`${paint('yellow', '!')} ${note}`, '']);
}

export function formatCaller({ tenant, person, roles }: Caller): string {
  const who = person ? person.name : 'an application';
  const withRoles = roles === undefined ? '' : ` (${roles.length > 0 ? roles.join(', ') : 'no active directory role'})`;
  return `Tenant        ${tenant.name} (${tenant.id})\nSigned in as  ${who}${withRoles}\n`;
}

export function formatNext({ next }: Pick<Plan, 'next'>): readonly string[] {
  if (next.length === 0) return [];
  return ['', 'Next', ...next.map((text, index) => `  ${index + 1}. ${text.replaceAll('\n', '\n     ')}`)];
}

/** The plan for other programs: with the requests that it would send. */
export function toJson({ steps, notes, blockers, next }: Plan): object {
  return {
    steps: steps.map(({ action, ...step }) => ({
      ...step,
      ...(step.isDone || !action
        ? {}
        : { does: isGraphRequest(action) ? `${action.method} ${action.path}` : `write ${action.file}` }),
    })),
    notes,
    blockers,
    next,
  };
}
