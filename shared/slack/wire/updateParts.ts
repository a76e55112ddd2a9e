import type { Attributes } from '../../model/attributes.ts';
import type { TargetUser } from '../../model/target.ts';
import type { UserUpdate } from '../../ports/target.ts';
import { nickNameFollowsUserName, oneRole, toText } from '../canonicalAttributes.ts';
import { GUEST_NAMES, NAMES } from '../targetNames.ts';

/** True when the update changes one of the targets. */
export function changesAny(update: UserUpdate, names: readonly string[]): boolean {
  return names.some((name) => update.changes[name] !== undefined);
}

/** True when the update changes a part, without saying what one of the others is to be. */
export function leavesOpen(update: UserUpdate, names: readonly string[]): boolean {
  const isOpen = (name: string): boolean => update.changes[name] === undefined && update.resulting[name] === undefined;
  return changesAny(update, names) && names.some(isOpen);
}

/** Every attribute as it is to be, as far as it is known. */
export function wholeOf({ changes, resulting }: UserUpdate, current?: TargetUser): Attributes {
  return { ...current?.attributes, ...resulting, ...changes };
}

/** Slack refuses accounts without a user name, so an emptied one is not sent. See `nickNameFollowsUserName`. */
export function userNamesToWrite({ changes, resulting }: UserUpdate): { userName?: string; nickName?: string } {
  const userName = toText(changes[NAMES.userName]);
  const nickName = toText(changes[NAMES.nickName]);
  const following = nickNameFollowsUserName(userName ?? toText(resulting[NAMES.userName]), nickName);
  return {
    ...(userName === null ? {} : { userName }),
    ...(nickName === null || following === null ? {} : { nickName: following }),
  };
}

/** The role to store, `null` to clear it; `undefined`: it stays. Either target of it may have changed. */
export function roleToWrite(update: UserUpdate): string | null | undefined {
  if (!changesAny(update, [NAMES.role, NAMES.roles])) return undefined;
  return oneRole(toText(update.changes[NAMES.role]), toText(update.changes[NAMES.roles]));
}

/** What becomes of the guest extension. */
export type GuestWrite =
  | { readonly action: 'set'; readonly guest: { readonly type: string; readonly expiration?: string } }
  /** Makes a guest a full member. */
  | { readonly action: 'remove' }
  | { readonly action: 'removeExpiration' };

/**
 * Setting the extension makes a guest of a member, removing it a member of a guest; either enables an account that is
 * deactivated, so the caller has to compare `active` in the answer. The extension is written whole, since Slack shows no
 * other way to set the end date, and the end date of someone who is no guest is not written at all: it would make one.
 * https://docs.slack.dev/reference/scim-api (PATCH /Users, guest extension)
 */
export function guestToWrite(update: UserUpdate, current?: TargetUser): GuestWrite | undefined {
  if (!changesAny(update, GUEST_NAMES)) return undefined;
  const whole = wholeOf(update, current);
  const type = toText(whole[NAMES.guestType]);
  const expiration = toText(whole[NAMES.guestExpiration]);
  const changesType = update.changes[NAMES.guestType] !== undefined;
  if (type === null) return changesType ? { action: 'remove' } : undefined;
  if (expiration !== null) return { action: 'set', guest: { type, expiration } };
  return changesType ? { action: 'set', guest: { type } } : { action: 'removeExpiration' };
}
