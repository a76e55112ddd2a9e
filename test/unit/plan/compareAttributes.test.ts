import { describe, expect, it } from 'vitest';
import { snapshotValue } from '../../../shared/model/snapshot.ts';
import { TARGET } from '../../../shared/model/targetAttributes.ts';
import {
  compareAttributes,
  snapshotAfter,
  storedDifferently,
  type TargetRule,
} from '../../../shared/plan/compareAttributes.ts';

const always: TargetRule = { apply: 'always', whenEmpty: 'clear' };
const names = (modified: readonly { name: string }[]) => modified.map(({ name }) => name);

describe('compareAttributes', () => {
  it('clears an emptied value that we had written', () => {
    const modified = compareAttributes({ title: null }, { title: 'Clerk' }, { title: 'Clerk' }, () => always);
    expect(modified).toEqual([{ name: 'title', old: 'Clerk', new: null }]);
  });

  it('keeps a value that was never ours', () => {
    expect(compareAttributes({ title: null }, { title: 'Clerk' }, {}, () => always)).toEqual([]);
  });

  it('keeps an emptied value where the mapping says "keep"', () => {
    const keep: TargetRule = { apply: 'always', whenEmpty: 'keep' };
    expect(compareAttributes({ title: null }, { title: 'Clerk' }, { title: 'Clerk' }, () => keep)).toEqual([]);
  });

  it('never updates what is sent at creation only, what Slack never returns, or `active`', () => {
    const rule = (target: string): TargetRule =>
      target === 'title' ? always : { apply: 'onCreate', whenEmpty: 'clear' };
    const desired = { title: 'a', displayName: 'b', [TARGET.externalId]: 'c', [TARGET.active]: false };
    expect(names(compareAttributes(desired, {}, {}, rule))).toEqual(['title']);
    expect(names(compareAttributes({ [TARGET.externalId]: 'c' }, {}, {}, () => always))).toEqual([]);
  });

  it('takes a change of case for a change only where case matters', () => {
    const desired = { [TARGET.email]: 'Ada@Contoso.example', title: 'engineer' };
    const current = { [TARGET.email]: 'ada@contoso.example', title: 'Engineer' };
    expect(names(compareAttributes(desired, current, {}, () => always))).toEqual(['title']);
  });

  it('compares a long value with the hash that the snapshot holds of it', () => {
    const long = 'x'.repeat(2000);
    expect(compareAttributes({ title: long }, { title: snapshotValue(long) }, {}, () => always)).toEqual([]);
    expect(names(compareAttributes({ title: `${long}y` }, { title: snapshotValue(long) }, {}, () => always))).toEqual([
      'title',
    ]);
  });
});

describe('a value that Slack stores in a form of its own', () => {
  const written = [{ name: 'title', old: null, new: ' Clerk ' }];
  const snapshot = snapshotAfter({ title: ' Clerk ' }, {}, written, { title: 'Clerk' });
  const compare = (desired: string, current: string | null) =>
    names(compareAttributes({ title: desired }, { title: current }, snapshot, () => always));

  it('is named', () => expect(storedDifferently(written, { title: 'Clerk' })).toEqual(['title']));

  it('is not written again', () => expect(compare(' Clerk ', 'Clerk')).toEqual([]));

  it('is written when it changes on either side', () => {
    expect(compare(' Boss ', 'Clerk')).toEqual(['title']);
    expect(compare(' Clerk ', 'By hand')).toEqual(['title']);
    expect(compare(' Clerk ', null)).toEqual(['title']);
  });

  it('is forgotten with the next value that Slack takes as it is', () => {
    const next = [{ name: 'title', old: 'Clerk', new: 'Boss' }];
    expect(snapshotAfter({ title: 'Boss' }, snapshot, next, { title: 'Boss' })).toEqual({ title: 'Boss' });
  });
});

describe('snapshotAfter', () => {
  it('holds what was meant, what was cleared, and keeps the rest', () => {
    const snapshot = snapshotAfter({ title: 'b', locale: null }, { title: 'a', locale: 'en', city: 'Rome' }, [
      { name: 'locale', old: 'en', new: null },
    ]);
    expect(snapshot).toEqual({ title: 'b', locale: null, city: 'Rome' });
  });

  it('does not claim an empty value that was kept in Slack', () => {
    expect(snapshotAfter({ title: null }, {}, [])).toEqual({});
  });
});
