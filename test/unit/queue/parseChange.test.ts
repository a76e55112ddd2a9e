import { describe, expect, it } from 'vitest';
import { parseChange } from '../../../shared/queue/parseChange.ts';

const ID = 'abcdef00-0000-4000-8000-000000000001';
const minimal = { v: 1, kind: 'user', id: ID, cause: 'notification', attempt: 0 };
const full = {
  ...{ v: 1, kind: 'group', id: ID, cause: 'full', cycleId: 'c-1', attempt: 3, candidate: null },
  members: { added: [ID], removed: [] },
};

describe('a message body', () => {
  it('with and without the optional parts is a change', () => {
    expect(parseChange(minimal)).toEqual(minimal);
    expect(parseChange(full)).toEqual(full);
    expect(parseChange({ ...minimal, candidate: 'U1' })).toEqual({ ...minimal, candidate: 'U1' });
  });

  it('may be JSON text', () => {
    expect(parseChange(JSON.stringify(full))).toEqual(full);
  });

  it('has its ids put in lower case', () => {
    const shouting = { ...full, id: ID.toUpperCase(), members: { added: [], removed: [ID.toUpperCase()] } };
    expect(parseChange(shouting)).toMatchObject({ id: ID, members: { removed: [ID] } });
  });

  it('takes Entra ids that are no UUID of a known version', () => {
    const id = '12345678-0000-0000-0000-00000000000f';
    expect(parseChange({ ...minimal, id }).id).toBe(id);
  });

  it('of a newer sender may say more, which is dropped', () => {
    expect(parseChange({ ...minimal, priority: 1 })).toEqual(minimal);
  });

  it.each([
    ['v', { ...minimal, v: 2 }],
    ['kind', { ...minimal, kind: 'device' }],
    ['id', { ...minimal, id: 'x' }],
    ['id', { ...minimal, id: undefined }],
    ['cause', { ...minimal, cause: 'because' }],
    ['attempt', { ...minimal, attempt: -1 }],
    ['attempt', { ...minimal, attempt: 1.5 }],
    ['cycleId', { ...minimal, cycleId: 7 }],
    ['candidate', { ...minimal, candidate: '' }],
    ['members.added.0', { ...minimal, members: { added: ['x'], removed: [] } }],
    ['members.removed', { ...minimal, members: { added: [] } }],
    ['body', null],
    ['body', 'not JSON'],
    ['body', [minimal]],
    ['body', undefined],
  ])('that is wrong in %s is malformed', (where, body) => {
    expect(() => parseChange(body)).toThrow(
      expect.objectContaining({
        class: 'invalid',
        code: 'MalformedMessage',
        message: expect.stringContaining(`${where}:`),
      }),
    );
  });

  it('is not quoted in the error', () => {
    expect(() => parseChange({ ...minimal, id: 'zoe@example.com', cause: 'zoe@example.com' })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('zoe') }),
    );
  });
});
