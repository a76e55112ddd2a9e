import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine } from '../../../shared/model/csv.ts';
import { LOG_CSV_HEAD, logCsvLine } from '../../../shared/model/logCsv.ts';
import type { LogEntry } from '../../../shared/model/logEntry.ts';
import { actionOf, recordOf } from '../../../shared/model/logSummary.ts';
import { toObjectSummary } from '../../../shared/model/provisioningObjectSummary.ts';

const ENTRY: LogEntry = {
  ...{ id: 'entry-1', at: new Date('2026-11-22T20:15:00Z'), kind: 'user', sourceId: 'entra-1', slackId: 'U1' },
  ...{ displayName: '=HYPERLINK("http://evil")', userPrincipalName: 'ada@contoso.example', mail: null },
  ...{ cause: 'notification', attempt: 0, cycleId: null, durationMs: 42, type: 'updated' },
  steps: [
    { type: 'import', status: 'success', details: { state: 'present', properties: { id: 1 } } },
    { type: 'export', status: 'success', details: { slackId: 'U1' } },
  ],
  modifiedProperties: [{ name: 'title', old: null, new: 'Clerk' }],
};

/** A small reader of RFC 4180. */
function cellsOf(line: string): readonly string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/gu)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'),
  );
}

describe('the log as CSV', () => {
  it('can be read back, whatever is in it, and holds no formula', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 }), (cells) => {
        const read = cellsOf(csvLine(['x', ...cells]).replace(/\r\n$/u, '')).slice(1);
        expect(read.map((cell) => cell.replace(/^'(?=[=+\-@\t\r\n＝＋－＠])/u, ''))).toEqual(cells);
        expect(read.some((cell) => /^[=+\-@\t\r\n]/u.test(cell))).toBe(false);
      }),
    );
  });

  it('has a cell for every column of its head', () => {
    const head = cellsOf(LOG_CSV_HEAD.trimEnd());
    const line = cellsOf(logCsvLine(recordOf(ENTRY), 'Do this.').trimEnd());
    expect(line).toHaveLength(head.length);
    const row = Object.fromEntries(head.map((name, index) => [name, line[index]]));
    expect(row).toMatchObject({ outcome: 'updated', action: 'update', displayName: `'${ENTRY.displayName}` });
    expect(row).toMatchObject({ changes: 'title: null → "Clerk"', recommendedAction: 'Do this.' });
  });
});

describe('the log in the shape of Entra', () => {
  const origin = { tenantId: 'tenant', servicePrincipalId: 'app', recommendedAction: () => 'Do this.' };

  it('names identities, action, steps and changes as provisioningObjectSummary does', () => {
    expect(toObjectSummary(recordOf(ENTRY), origin)).toMatchObject({
      ...{ id: 'entry-1', activityDateTime: '2026-11-22T20:15:00.000Z', durationInMilliseconds: 42 },
      provisioningAction: 'update',
      provisioningStatusInfo: { status: 'success', errorInformation: null },
      sourceIdentity: { id: 'entra-1', identityType: 'User' },
      targetIdentity: { id: 'U1' },
      modifiedProperties: [{ displayName: 'title', oldValue: null, newValue: 'Clerk' }],
      provisioningSteps: [
        { provisioningStepType: 'import', details: { state: 'present', properties: '{"id":1}' } },
        { provisioningStepType: 'export' },
      ],
    });
  });

  it('says of a failure what went wrong and what to do', () => {
    const failed = recordOf({ ...ENTRY, type: 'failed', code: 'email_taken', reason: 'Taken.' });
    expect(toObjectSummary(failed, origin).provisioningStatusInfo).toEqual({
      status: 'failure',
      errorInformation: {
        ...{ errorCode: 'email_taken', errorCategory: 'failure', reason: 'Taken.', additionalDetails: null },
        recommendedAction: 'Do this.',
      },
    });
  });

  it('calls a staged deletion by its name', () => {
    expect(toObjectSummary(recordOf({ ...ENTRY, type: 'staged' }), origin).provisioningAction).toBe('stagedDelete');
  });
});

describe('the action of an entry', () => {
  const planned = (action: string) => [{ type: 'processing', status: 'success', details: { action } } as const];

  it.each([
    ['created', [], 'create'],
    ['adopted', [], 'adopt'],
    ['disabled', [], 'disable'],
    ['staged', [], 'disable'],
    ['updated', [], 'update'],
    ['failed', planned('create'), 'create'],
    ['failed', [], 'other'],
    ['skipped', planned('disable'), 'disable'],
  ] as const)('of one that was %s is what was done or was about to be', (type, steps, action) => {
    expect(actionOf({ ...ENTRY, type, steps })).toBe(action);
  });

  it('of an update that makes the account active is enable', () => {
    const modifiedProperties = [{ name: 'active', old: false, new: true }];
    expect(actionOf({ ...ENTRY, type: 'updated', modifiedProperties })).toBe('enable');
  });
});
