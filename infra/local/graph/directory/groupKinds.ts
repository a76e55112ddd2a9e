import type { GroupRecord } from './directoryState.ts';

type Group = Pick<GroupRecord, 'properties'>;

/** Whether it is a Microsoft 365 group; all others are security groups here. */
export function isMicrosoft365(group: Group): boolean {
  const types = group.properties.groupTypes;
  return Array.isArray(types) && types.includes('Unified');
}

/** Whether only who holds `Member.Read.Hidden` sees the members. */
export function hasHiddenMembership(group: Group): boolean {
  return String(group.properties.visibility).toLowerCase() === 'hiddenmembership';
}
