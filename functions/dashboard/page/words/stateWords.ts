import type { Status } from '../../../../shared/engine/readStatus.ts';
import { count, countOf, relative } from './numbers.ts';
import type { Tone } from './outcomes.ts';

/** The state of the job for a person. */
export interface StateWords {
  /** One or two words. */
  readonly label: string;
  /** A sentence or two: what is the case, and what it means. */
  readonly sentence: string;
  readonly tone: Tone;
}

const STANDS_STILL = 'Nothing is written to Slack; what changes in Entra is remembered';

/** @param now milliseconds since the epoch */
export function describeState(status: Status, now: number): StateWords {
  const { state, stateChange } = status;
  const ago = stateChange ? `, ${relative(Date.parse(stateChange.since), now)}` : '';
  const by = stateChange?.by ? ` by ${stateChange.by === 'key' ? 'somebody with the key' : stateChange.by}` : '';
  if (state === 'paused') {
    const hint = by ? '' : ' If provisioning.json has "enabled": false, set it to true and deploy that.';
    const sentence = `Paused${by}${by ? ago : ''}. ${STANDS_STILL}, and follows after the start.${hint}`;
    return { label: 'Paused', tone: 'attention', sentence };
  }
  if (state === 'quarantine') return { label: 'Quarantine', tone: 'bad', sentence: `${STANDS_STILL}.` };
  if (state === 'disabled') {
    const sentence = `Switched off after four weeks in quarantine${ago}. ${STANDS_STILL}. Put right what is wrong, then start it.`;
    return { label: 'Switched off', tone: 'bad', sentence };
  }
  if (state === 'notConfigured') {
    const sentence = 'Settings are missing. Nothing can be read or written until they are there.';
    return { label: 'Not set up', tone: 'attention', sentence };
  }
  return { label: 'Active', tone: 'good', sentence: describeActive(status, now) };
}

function describeActive({ cycle, entries, lastCycles }: Status, now: number): string {
  const groups = entries.groups > 0 ? ` and ${countOf(entries.groups, 'group')}` : '';
  const kept = `${countOf(entries.users, 'account')}${groups}`;
  if (cycle === null) return 'Changes in Entra are written to Slack. The first full comparison begins within a minute.';
  if (cycle.phase === 'scanning')
    return `Reading Entra and Slack to compare them: ${count(cycle.scanned)} people and groups so far.`;
  if (cycle.phase === 'provisioning') {
    return cycle.kind === 'initial'
      ? 'The initial cycle brings everybody in scope to Slack. Changes that happen meanwhile overtake it.'
      : 'A full cycle repairs what differs between Entra and Slack. Changes that happen meanwhile overtake it.';
  }
  const last = lastCycles.find(({ phase, endedAt }) => phase === 'ended' && endedAt !== null);
  const compared = last?.endedAt ? ` All of them were compared ${relative(Date.parse(last.endedAt), now)}.` : '';
  return `Changes in Entra are written to Slack within seconds. ${kept} ${entries.users === 1 && !groups ? 'is' : 'are'} kept in step.${compared}`;
}
