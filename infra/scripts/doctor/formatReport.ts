import type { ConnectionCheck } from '../../../shared/ports/connection.ts';
import type { DoctorReport } from './runDoctor.ts';
import type { WriteReport } from './runWriteTest.ts';

const MARKS: Readonly<Record<ConnectionCheck['result'], string>> = {
  passed: '✓',
  warning: '!',
  failed: '✗',
  skipped: '–',
};
const WIDTH = 28;

/** The report as a person reads it in a terminal. */
export function formatReport(report: DoctorReport): string {
  const { baseUrl, checks, ok, write } = report;
  return [
    `Slack at ${baseUrl}`,
    '',
    ...checks.flatMap(formatCheck),
    ...(write ? formatWrite(write) : []),
    '',
    ok ? 'Everything that provisioning needs works.' : 'Something has to be put right first: see ✗ above.',
  ].join('\n');
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
    ...steps.flatMap(formatCheck),
    ...(slackId === undefined ? [] : left),
    '',
    'What Slack does not document:',
    ...observations.map(({ what, assumed, seen, differs }) => {
      const line = `  ${differs ? '!' : '✓'} ${`${what}:`.padEnd(38)}${seen}`;
      return differs ? `${line}, where ${assumed} was assumed. Please report it to the project.` : line;
    }),
  ];
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
