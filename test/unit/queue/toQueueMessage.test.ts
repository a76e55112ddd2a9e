import { describe, expect, it } from 'vitest';
import type { Change } from '../../../shared/model/change.ts';
import { toQueueMessage } from '../../../shared/queue/toQueueMessage.ts';

const ID = 'abcdef00-0000-4000-8000-000000000001';
const change: Change = { v: 1, kind: 'group', id: ID, cause: 'notification', attempt: 0 };
const membersOf = (count: number) => ({ added: Array<string>(count).fill(ID), removed: [] });

describe('a queue message', () => {
  it('has the session of its object', () => {
    expect(toQueueMessage({ change, messageId: 'm-1' })).toEqual({
      body: change,
      contentType: 'application/json',
      sessionId: `group:${ID}`,
      messageId: 'm-1',
    });
  });

  it('with a time is scheduled', () => {
    const at = new Date('2026-11-22T20:00:00Z');
    expect(toQueueMessage({ change, messageId: 'm-1', at }).scheduledEnqueueTimeUtc).toBe(at);
  });

  it('carries a hint of up to a thousand members and leaves out a larger one', () => {
    const small = { ...change, members: membersOf(1_000) };
    expect(toQueueMessage({ change: small, messageId: 'm-1' }).body).toEqual(small);
    const large = { ...change, members: membersOf(1_001) };
    expect(toQueueMessage({ change: large, messageId: 'm-1' }).body).toEqual(change);
  });
});
