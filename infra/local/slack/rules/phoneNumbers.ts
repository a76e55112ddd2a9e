import { type AccountDraft, setProfile } from '../state/account.ts';
import { SlackError } from '../state/slackError.ts';
import type { Edit, ElementFilter, WriteContext } from '../writes/edit.ts';
import { type Element, matchesElement, readElements, readFilteredValue, refuseTwoPrimaries } from './elements.ts';

const INVALID = 'phoneNumbers_invalid';

interface PhoneSlots {
  readonly primaryPhone?: string;
  readonly mobilePhone?: string;
}

/**
 * Which of Slack's two fields a number goes to. The types flip: what is sent as `work` is the field that is shown as
 * `mobile`, and what is sent as `mobile` is the primary phone (docs.slack.dev/reference/scim-api, phone numbers).
 */
export function assignPhones(numbers: readonly Element[]): PhoneSlots {
  const [first, second] = numbers;
  if (!first) return {};
  if (!second) {
    const isMobileField = first.type === 'work' && first.primary !== true;
    return isMobileField ? { mobilePhone: first.value } : { primaryPhone: first.value };
  }
  const primary =
    numbers.find((number) => number.primary === true) ??
    numbers.find((number) => number.type === 'mobile') ??
    numbers.find((number) => number.type !== 'work' && number.primary !== false) ??
    first;
  const others = numbers.filter((number) => number !== primary);
  const mobile = others.find((number) => number.type === 'work') ?? others[0];
  return { primaryPhone: primary.value, ...(mobile && { mobilePhone: mobile.value }) };
}

/** Two numbers are kept. A list is merged into them; [] or a removal empties both. */
export function writePhoneNumbers(draft: AccountDraft, edit: Edit, { mode, workspace }: WriteContext) {
  if (edit.filter) return writeFiltered(draft, edit, edit.filter);
  if (edit.sub !== undefined) throw new SlackError('invalid_request_payload');
  if (edit.op === 'remove') return setProfile(draft, { primaryPhone: null, mobilePhone: null });
  const numbers = readElements(edit, mode, INVALID);
  if (numbers.length === 0) return setProfile(draft, { primaryPhone: null, mobilePhone: null });
  const stored = draft.profile?.primaryPhone ?? null;
  const marked = numbers.find((number) => number.primary === true);
  const isSecond = marked !== undefined && stored !== null && stored !== marked.value;
  if (isSecond && workspace.settings.onePrimaryRule === 'every') refuseTwoPrimaries(2);
  setProfile(draft, assignPhones(numbers));
}

/** Filters see the numbers as they are shown: the mobile field has a type, the primary field has not. */
function writeFiltered(draft: AccountDraft, edit: Edit, filter: ElementFilter): void {
  const isMobile = matchesElement(filter, { value: draft.profile?.mobilePhone ?? null, type: 'mobile' });
  const isPrimary = matchesElement(filter, { value: draft.profile?.primaryPhone ?? null, primary: true });
  if (!isMobile && !isPrimary) {
    if (edit.op === 'remove') return;
    throw new SlackError(INVALID);
  }
  const number = readFilteredValue(edit, INVALID) || null;
  setProfile(draft, isPrimary ? { primaryPhone: number } : { mobilePhone: number });
}
