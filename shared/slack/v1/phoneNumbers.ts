import type { TargetUser } from '../../model/target.ts';
import type { UserUpdate } from '../../ports/target.ts';
import { toText } from '../canonicalAttributes.ts';
import { NAMES, PHONE_NAMES } from '../targetNames.ts';
import { phoneElements } from '../wire/elements.ts';
import { wholeOf } from '../wire/updateParts.ts';

/** What a partial resource says about phone numbers. */
export interface PhoneWrite {
  readonly elements: readonly object[];
  /** Both stored numbers go before the elements are stored. */
  readonly removesAll: boolean;
}

const clearedIn = ({ changes }: UserUpdate): readonly string[] => PHONE_NAMES.filter((name) => changes[name] === null);

/** A number is deleted by its value, so the stored one has to be known. */
export function clearsOnePhone(update: UserUpdate): boolean {
  return clearedIn(update).length === 1;
}

/**
 * A number with a type changes its own field and leaves the other one alone. A number is deleted by its value; where
 * both fields hold that value or the other is to have it, that would be ambiguous, so both are removed and the
 * remaining one is stored anew (SCIM removes what `meta.attributes` names before it stores the rest).
 * https://docs.slack.dev/reference/scim-api (PATCH /Users in version 1.1, phoneNumbers)
 */
export function phonesToWrite(update: UserUpdate, current?: TargetUser): PhoneWrite {
  const changed = phoneElements(update.changes);
  const cleared = clearedIn(update);
  if (cleared.length === 2) return { elements: [], removesAll: true };
  const stored = toText(current?.attributes[cleared[0] ?? '']);
  if (stored === null) return { elements: changed, removesAll: false };

  const other = cleared[0] === NAMES.mobilePhone ? NAMES.workPhone : NAMES.mobilePhone;
  const whole = wholeOf(update, current);
  if (current?.attributes[other] === stored || whole[other] === stored) {
    return { elements: phoneElements(whole), removesAll: true };
  }
  return { elements: [{ value: stored, operation: 'delete' }, ...changed], removesAll: false };
}
