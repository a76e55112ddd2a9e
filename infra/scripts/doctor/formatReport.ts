import type { ConnectionCheck } from '../../../shared/ports/connection.ts';
import type { DoctorReport } from './runDoctor.ts';
import type { WriteReport } from './runWriteTest.ts';
import { PARTS, type Section } from './section.ts';

const MARKS: Readonly<Record<ConnectionCheck['result'], string>> = {
  passed: '✓',
  warning: '!',
  failed: '✗',
  skipped: '–',
};
const WIDTH = 28;

/** The report as a person reads it in a terminal. */
export function formatReport(report: DoctorReport): string {
  const { sections, write } = report;
  return [...sections.flatMap(formatSection), ...(write ? formatWrite(write) : []), '', verdict(report)].join('\n');
}

function formatSection({ title, checks }: Section, index: number): readonly string[] {
  return [...(index > 0 ? [''] : []), title, '', ...formatChecks(checks)];
}

function verdict({ ok, sections }: DoctorReport): string {
  const hasWarnings = sections.some(({ checks }) => checks.some(({ result }) => result === 'warning'));
  if (!ok) return 'Something has to be put right first: see ✗ above.';
  const isWhole = PARTS.every((part) => sections.some((section) => section.part === part));
  const works = isWhole ? 'Everything that provisioning needs works.' : 'What was looked at works.';
  return hasWarnings ? `${works} Worth a look: see ! above.` : works;
}

function formatWrite({ account, isLeftActive, steps, observations }: WriteReport): readonly string[] {
  const { userName, email, slackId } = account;
  const person = `${userName} (${slackId}, ${email})`;
  const left = isLeftActive
    ? ['', `✗ ${person} is still active: deactivate it in Slack by hand.`]
    : ['', `Left behind, disabled: ${person}. Slack deletes no account.`];
  return [
    '',
    `Writing: ${userName}, ${email}`,
    '',
    ...formatChecks(steps),
    ...(slackId === undefined ? [] : left),
    '',
    'What Slack does not document:',
    ...observations.map(({ what, assumed, seen, differs }) => {
      const line = `  ${differs ? '!' : '✓'} ${`${what}:`.padEnd(38)}${seen}`;
      return differs ? `${line}, where ${assumed} was assumed. Please report it to the project.` : line;
    }),
  ];
}

/** What helps against several faults in a row is said once. */
function formatChecks(checks: readonly ConnectionCheck[]): readonly string[] {
  return checks.flatMap((check, index) => {
    const { action, ...rest } = check;
    return formatCheck(action !== undefined && action === checks[index + 1]?.action ? rest : check);
  });
}

function formatCheck({ name, result, message, action, code, httpStatus, milliseconds }: ConnectionCheck): string[] {
  const facts = [
    ...(httpStatus === undefined ? [] : [`HTTP ${httpStatus}`]),
    ...(code === undefined ? [] : [code]),
    ...(milliseconds === undefined ? [] : [`${milliseconds} ms`]),
  ];
  const line = `  ${MARKS[result]} ${name.padEnd(WIDTH)}${message}${facts.length > 0 ? ` (${facts.join(', ')})` : ''}`;
  if (action === undefined) return [line];
  return [line, `    ${''.padEnd(WIDTH)}→ ${action}`];
}
