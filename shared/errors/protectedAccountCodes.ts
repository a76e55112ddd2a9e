/**
 * Codes with which Slack refuses to touch an account whatever is written: owners, primary owners, bots, people erased under
 * the GDPR, and people with more permissions than the person behind the token. They are of class `invalid`; such an account
 * is reported once and left alone.
 */
export const PROTECTED_ACCOUNT_CODES: ReadonlySet<string> = new Set([
  'cannot_disable_bot_user_with_scim',
  'cannot_disable_primary_owner',
  'cannot_modify_gdpr',
  'cannot_modify_owner',
  'permission_denied',
  'primary_owner_check_failure',
]);
