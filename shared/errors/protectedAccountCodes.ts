/**
 * Codes with which Slack refuses to touch an account whatever is written: owners, primary owners, bots, and people erased under
 * the GDPR. They are of class `invalid`; such an account is reported once and left alone.
 *
 * `permission_denied` is not among them: it may be about the account's rank, but also about the token, and what a token may not
 * do must stay a failure that is tried again and seen.
 */
export const PROTECTED_ACCOUNT_CODES: ReadonlySet<string> = new Set([
  'cannot_disable_bot_user_with_scim',
  'cannot_disable_primary_owner',
  'cannot_modify_gdpr',
  'cannot_modify_owner',
  'primary_owner_check_failure',
]);
