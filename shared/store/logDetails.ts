import type { ModifiedProperty, Step } from '../model/outcome.ts';
import { cutText } from './cutText.ts';

/** The part of a log entry that has no fixed size. */
export interface LogDetails {
  readonly steps: readonly Step[];
  readonly modifiedProperties: readonly ModifiedProperty[];
}

/** A quarter of what an entity may hold (1 MiB, two bytes a character): 128 K characters in five columns. */
const LONGEST_DETAILS = 128 * 1024;
const LONGEST_CUT_VALUE = 500;
const LONGEST_CUT_LIST = 20;

/**
 * Details that fit into a row. What is too large loses, in this order, the ends of its long texts and lists, then its last
 * modified properties, then what its steps saw; each time a note says so. The entry itself is always written.
 */
export function capDetails(details: LogDetails, longest = LONGEST_DETAILS): LogDetails {
  if (fits(details, longest)) return details;
  let cut: LogDetails = {
    steps: details.steps.map((step) => ({ ...step, details: cutValues(step.details) as Step['details'] })),
    modifiedProperties: details.modifiedProperties.map((property) => cutValues(property) as ModifiedProperty),
  };
  const total = cut.modifiedProperties.length;
  while (!fits(cut, longest) && cut.modifiedProperties.length > 0) {
    const kept = cut.modifiedProperties.slice(0, cut.modifiedProperties.length >> 1);
    cut = { ...cut, modifiedProperties: kept };
  }
  if (cut.modifiedProperties.length < total) {
    cut = { ...cut, steps: [...cut.steps, cutNote(`${total - cut.modifiedProperties.length} modified properties`)] };
  }
  if (fits(cut, longest)) return cut;
  const outline = cut.steps.slice(0, LONGEST_CUT_LIST).map(({ type, status }): Step => ({ type, status, details: {} }));
  return { ...cut, steps: [...outline, cutNote('the details of the steps')] };
}

function fits(details: LogDetails, longest: number): boolean {
  return JSON.stringify(details).length <= longest;
}

function cutNote(what: string): Step {
  return { type: 'processing', status: 'success', details: { cut: `Left out, too large for the log: ${what}.` } };
}

function cutList(list: readonly unknown[]): readonly unknown[] {
  const kept = list.slice(0, LONGEST_CUT_LIST).map(cutValues);
  return list.length > LONGEST_CUT_LIST ? [...kept, `… (cut, ${list.length} items)`] : kept;
}

function cutValues(value: unknown): unknown {
  if (typeof value === 'string') return cutText(value, LONGEST_CUT_VALUE);
  if (Array.isArray(value)) return cutList(value);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, cutValues(part)]));
}
