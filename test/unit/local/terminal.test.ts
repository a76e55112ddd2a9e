import { styleText } from 'node:util';
import { describe, expect, it } from 'vitest';
import { cut, inColumns } from '../../../infra/local/terminal/columns.ts';
import { formatLine, listChanges } from '../../../infra/local/terminal/formatLine.ts';
import type { LogLine } from '../../../infra/local/terminal/logTail.ts';
import { type CycleView, progressBar } from '../../../infra/local/terminal/progressBar.ts';
import { createScreen, plain } from '../../../infra/local/terminal/screen.ts';
import { summarizeCycle } from '../../../infra/local/terminal/summarizeCycle.ts';

const AT = new Date(2026, 10, 22, 21, 5, 9);
const ADA: LogLine = {
  at: AT,
  type: 'updated',
  displayName: 'Ada Lovelace',
  sourceId: '72b08237-30f1-4fbe-be57-1df593448f7a',
  cause: 'notification',
  code: null,
  reason: null,
  durationMs: 123,
  modified: [{ name: 'title', old: 'Clerk', new: 'Countess' }],
};

const CYCLE: CycleView = {
  ...{ id: 'c1', kind: 'initial', phase: 'ended', percent: 100 },
  ...{ scanned: 40, planned: 32, done: 30, failed: 2, skipped: 0 },
  ...{ startedAt: '2026-11-22T21:00:00.000Z', endedAt: '2026-11-22T21:00:04.000Z' },
};

describe('a line of the terminal', () => {
  it('says when, what, who, which change and how long it took', () => {
    expect(formatLine(ADA, plain)).toBe(
      '21:05:09  updated   Ada Lovelace                title: "Clerk" → "Countess"  0.12 s',
    );
  });

  it('names a new account by user name and address', () => {
    const modified = [
      { name: 'userName', new: 'ada' },
      { name: 'emails[type eq "work"].value', new: 'ada@contoso.example' },
    ];
    expect(formatLine({ ...ADA, type: 'created', modified }, plain)).toContain('  ada <ada@contoso.example>  ');
  });

  it('gives the reason of a failure in plain words before its code', () => {
    const reason = 'Slack requires emails[type eq "work"].value, and the mapping gives no value. Fill it in Entra.';
    const line = formatLine({ ...ADA, type: 'failed', code: 'MandatoryFieldsMissing', reason, modified: [] }, plain);
    expect(line).toContain(
      'Slack requires work email, and the mapping gives no value. Fill it in Entra.  MandatoryFieldsMissing',
    );
  });

  it('says why an account was disabled', () => {
    const line = { ...ADA, type: 'disabled', code: 'NotAssigned', reason: 'Not assigned any more.' };
    expect(formatLine(line, plain)).toContain(
      'Ada Lovelace                Not assigned any more.  NotAssigned  0.12 s',
    );
  });

  it('lists what was set before ahead of what was empty, and only counts the rest', () => {
    const modified = [
      { name: 'urn:scim:schemas:extension:enterprise:1.0.department', old: null, new: 'Sales' },
      { name: 'addresses[type eq "untyped"].country', new: 'Sweden' },
      { name: 'phoneNumbers[type eq "mobile"].value', old: '1', new: '2' },
      { name: 'active', old: false, new: true },
      { name: 'roles[primary eq "True"].value', old: null, new: 'User' },
    ];
    expect(listChanges(modified, 3)).toBe(
      'mobile phone: "1" → "2", active: false → true, department: ∅ → "Sales", … 2 more',
    );
    expect(listChanges(modified, 5)).toContain('country: ∅ → "Sweden", role: ∅ → "User"');
  });

  it('keeps its columns with long names and with those that take two columns a character', () => {
    expect(inColumns('斎藤 美咲', 12)).toBe('斎藤 美咲   ');
    expect(inColumns('斎藤 美咲', 6)).toBe('斎藤 …');
    expect(inColumns('斎藤 美咲', 5)).toBe('斎藤…');
    expect(inColumns('斎藤 美咲', 4)).toBe('斎… ');
    expect(cut('Wolfeschlegelsteinhausen', 10)).toBe('Wolfeschl…');
    expect(inColumns('Wolfeschlegelsteinhausen', 10)).toBe('Wolfeschl…');
  });
});

describe('the summary of a cycle', () => {
  const people = (count: number, changes: Partial<LogLine>): LogLine[] =>
    Array.from({ length: count }, (_, index) => ({ ...ADA, displayName: `Person ${index}`, ...changes }));

  it('begins with the figures', () => {
    const lines = [...people(20, { type: 'created' }), ...people(12, { type: 'adopted' })];
    expect(summarizeCycle(CYCLE, lines, plain)).toContain(
      '40 people and groups read in 4.0 s: 20 created, 12 adopted, nothing to do for 8.',
    );
  });

  it('lists failures before adoptions, ten of each, and counts the others', () => {
    const lines = [
      ...people(12, { type: 'adopted' }),
      ...people(11, { type: 'failed', code: 'email_taken', reason: 'Somebody else has the address.' }),
    ];
    const text = summarizeCycle(CYCLE, lines, plain).split('\n');
    const [failed, adopted] = [text.indexOf('Failed (11)'), text.findIndex((line) => line.startsWith('Adopted'))];
    expect(failed).toBeGreaterThan(0);
    expect(adopted).toBeGreaterThan(failed);
    expect(text[adopted]).toContain('(12)');
    expect(text.slice(failed + 1, failed + 12).at(-1)).toBe('  … and 1 more');
    expect(text[failed + 1]).toBe('  Person 0                    Somebody else has the address.  email_taken');
    expect(text.at(-1)).toBe('  … and 2 more');
  });

  it('of a cycle that found nothing to do is two lines', () => {
    const text = summarizeCycle({ ...CYCLE, planned: 40, scanned: 40 }, [], plain);
    expect(text.split('\n').filter((line) => line !== '')).toHaveLength(2);
    expect(text).toContain('40 people and groups read in 4.0 s: nothing to do.');
  });
});

describe('the progress bar', () => {
  const now = Date.parse(CYCLE.startedAt) + 2_000;

  it('shows share, rate and the expected end', () => {
    const running = { ...CYCLE, phase: 'provisioning', planned: 40, done: 9, failed: 1, percent: 25, endedAt: null };
    expect(progressBar(running, now)).toBe(
      `Initial cycle  ${'█'.repeat(8)}${'░'.repeat(24)}  10/40  25 %  5/s, about 6 s left, 1 failed`,
    );
  });

  it('is full when nothing is planned, and never overfull', () => {
    expect(progressBar({ ...CYCLE, planned: 0, done: 0, failed: 0 }, now)).toContain('█'.repeat(32));
    expect(progressBar({ ...CYCLE, planned: 10 }, now)).toContain('█'.repeat(32));
  });
});

describe('the screen', () => {
  /** What is written to a stream with these properties. */
  function written(stream: object, use: (screen: ReturnType<typeof createScreen>) => void): string {
    let text = '';
    const write = (chunk: string) => {
      text += chunk;
    };
    use(createScreen({ write, ...stream } as unknown as NodeJS.WriteStream));
    return text;
  }
  const demo = (screen: ReturnType<typeof createScreen>) => {
    screen.redraw('half');
    screen.redraw('done');
    screen.print(screen.paint('red', 'over'));
  };

  it('uses colours on a terminal and draws over the last line', () => {
    const terminal = { isTTY: true, columns: 80, hasColors: () => true };
    const red = styleText('red', 'over', { validateStream: false });
    expect(written(terminal, demo)).toBe(`half\r\u001b[2Kdone\r\u001b[2K${red}\n`);
  });

  it('uses no colours on a terminal that has none or must not use them', () => {
    expect(written({ isTTY: true, columns: 80, hasColors: () => false }, demo)).toMatch(/over\n$/);
  });

  it('writes whole lines without any control characters into a pipe', () => {
    expect(written({}, demo)).toBe('over\n');
  });

  it('cuts a redrawn line at the width of the terminal, where one is known', () => {
    const redraw = (columns: number) =>
      written({ isTTY: true, columns, hasColors: () => false }, (screen) => screen.redraw('0123456789'));
    expect(redraw(6)).toBe('0123…');
    expect(redraw(0)).toBe('0123456789');
  });
});
