import { conflict, gone, invalid, type KnownErrors, NO_ACTION, REPORT, retry } from './knownError.ts';

const USER_NAME = 'Change the mapping of userName.';
const EMAIL = "Correct the person's e-mail address in Entra, or its mapping.";
const DISPLAY_NAME = 'Change the display name in Entra, or the mapping of displayName.';

/** About one user. */
export const USER_ERRORS: KnownErrors = {
  no_such_user: gone('Slack does not know this account.', NO_ACTION),
  unknown_user: gone('Slack does not know this account.', NO_ACTION),
  cannot_decode_user_id: gone('Slack cannot read this account id, so it is not one of its own.', NO_ACTION),
  missing_user_id: invalid('The request named no account.', REPORT),

  email_taken: conflict(
    'Another Slack account has this e-mail address; it may be deactivated.',
    'Match people by e-mail address, or change the address of the other account in Slack.',
  ),
  user_creation_failed: conflict(
    'Slack did not create the account; usually it exists already.',
    'Match people by e-mail address, or change the address of the other account in Slack.',
    'email_taken',
  ),
  email_empty: invalid('Slack needs an e-mail address.', EMAIL),
  missing_primary_email: invalid('An account cannot be left without its primary e-mail address.', EMAIL),
  email_invalid: invalid('Slack does not accept the e-mail address.', EMAIL),
  bad_email_address: invalid('The e-mail address is badly formed or does not exist.', EMAIL),
  emails_invalid: invalid('The e-mail addresses are malformed.', EMAIL),

  username_taken: conflict('A user or a channel has this name already.', USER_NAME),
  nickname_taken: conflict('A user or a channel has this name already.', USER_NAME, 'username_taken'),
  truncation_error: conflict(
    'A user or a channel has this name already, and Slack could not shorten it to one that is free.',
    USER_NAME,
    'username_taken',
  ),
  username_empty: invalid('The user name is empty.', USER_NAME),
  username_required: invalid('Slack needs a user name.', USER_NAME),
  username_invalid: invalid('Slack does not accept the user name.', USER_NAME),
  username_not_allowed: invalid('The user name is a reserved word.', USER_NAME),
  username_too_long: invalid('The user name is longer than 21 characters.', USER_NAME),
  long_username: invalid('The user name is longer than 21 characters.', USER_NAME),
  long_nickname: invalid('The nickname is longer than 21 characters.', 'Change the mapping of nickName.'),

  invalid_display_name: invalid(
    'Slack does not let display names be changed from outside while members may change them themselves.',
    'Map displayName "only during object creation", or turn on profile syncing in Slack and stop members from changing theirs.',
  ),
  invalid_name_maxlength: invalid('The display name is longer than 80 characters.', DISPLAY_NAME),
  invalid_name_specials: invalid('A name holds "@" or another forbidden character.', DISPLAY_NAME),
  invalid_starts_with_at: invalid('The display name starts with "@".', DISPLAY_NAME),
  invalid_emoji_not_allowed: invalid('A value holds an emoji.', 'Remove the emoji in Entra, or change the mapping.'),
  invalid_name_required: invalid('First and last name are blank.', 'Fill in the names in Entra, or their mapping.'),
  invalid_reserved_word: invalid('A value is a reserved word.', 'Change the value in Entra, or its mapping.'),

  addresses_invalid: invalid('The postal address is malformed.', 'Check the mapping of the address.'),
  phoneNumbers_invalid: invalid('A phone number is malformed.', 'Correct it in Entra, or check its mapping.'),
  photos_invalid: invalid('The photo is malformed.', 'Map a public URL or a data URL to the photo.'),
  roles_invalid: invalid('The role is malformed.', 'Check the mapping of the role.'),
  groups_invalid: invalid('The groups of a user are malformed.', REPORT),
  improper_enterprise_schema_format: invalid('The manager is malformed.', 'Check the mapping of the manager.'),
  password_change_not_allowed: invalid('Passwords cannot be changed by SCIM.', REPORT),
  unable_to_create_team_profile_fields: invalid(
    'Slack could not create a custom profile field; an organisation has at most 50.',
    'Delete profile fields in Slack that nobody needs, or map fewer attributes.',
  ),
  invited_user_not_created: retry('Slack did not finish creating the account.', NO_ACTION),
};
