const NOTHING = 'Nothing: it is tried again by itself.';
const EXPECTED = 'Nothing, if that is what you want.';
const REPORT = 'This is a fault of the provisioner: report it with the id of the entry.';
const SIGN_IN = 'Check the identity of the app and its permissions in Entra; npm run doctor names what is missing.';
const SLACK_ACCESS = 'Test the connection; if Slack refuses the token, authorise the app again.';

/**
 * What a person can do about the codes that are Entra's or our own; those of Slack are with Slack's errors. Entra's advice for
 * its codes: application-provisioning-log-analytics and how-provisioning-logs of Microsoft Learn.
 */
export const OWN_ACTIONS: Readonly<Record<string, string>> = {
  // Why somebody has no account, or no more.
  NotEffectivelyEntitled:
    'To provision them, assign them to the enterprise application, with another role than Default Access.',
  OutOfScope:
    'To provision them, change their attributes in Entra or the scoping filters; the step "scoping" shows each clause.',
  AccountDisabled: 'To give them an account, enable their account in Entra.',
  SoftDeleted: 'To give them back their account, restore the user in Entra within 30 days.',
  HardDeleted: 'Nothing: the user is gone for good.',
  Deleted: EXPECTED,
  MappedInactive: 'To give them an account, change the attributes that the mapping of "active" uses, or that mapping.',
  IgnoreObjectFlow: 'To provision them, change the expression that asks to leave them alone.',
  ActionNotAllowed: 'To allow it, add the action to users.actions or groups.actions of provisioning.json.',
  DisabledInSlack: 'Enable the account in Slack, or set safety.disabledInSlack to "enable".',
  DeletionRejected: 'To disable the account after all, approve the deletion.',
  DeletedInSlack: 'Set groups.drift to "repair" to have the group made again, or take it out of scope.',
  DriftInSlack: 'Change the group back in Slack, or set groups.drift to "repair".',
  MembersLeave: 'Approve or reject the removals on the dashboard.',
  MembersRefused: 'Nothing, if these accounts are meant to be deactivated or guests; otherwise change them in Slack.',
  NotAsWritten: 'Look at the group in Slack, and at the state of Slack. It is tried again by itself.',
  ProtectedAccount:
    'Nothing, if the account is to be left alone; otherwise take it out of safety.protect, or change it in Slack.',

  // What is wrong with the data or the mapping.
  AttributeValidationFailed:
    'Correct the value in Entra, or change the mapping; the reason names the attribute and the rule.',
  DuplicateSourceEntries: 'Two people of Entra claim one Slack account: give each an address of their own.',
  DuplicateTargetEntries: 'Keep the matching value on one Slack account only, or change the matching attribute.',
  ExpressionEvaluationFailed:
    'Correct the expression of the mapping, and try it in the expression tester with this person.',
  ImportSkipped: 'Fill in the matching attribute in Entra, or match by another one.',
  MandatoryFieldsMissing: 'Fill in what Slack requires in Entra, or give the mapping a default.',
  SchemaPropertyCanOnlyAcceptValue: 'The target takes one value: let the mapping choose one, e.g. with Item or First.',
  UnableToResolveReferenceAttributeValue:
    'Nothing: it is written once the referenced person is provisioned. Bring them into scope if they are not.',
  MalformedId: REPORT,
  MalformedMessage: REPORT,
  UserNotFound: 'Check the address, or name the user by Entra id.',
  MalformedCursor: 'Begin with the first page again.',
  PhotoTooLarge: 'Use a photo of at most 4 MB in Entra.',
  HiddenMembership: 'Grant the app the application permission Member.Read.Hidden, or take the group out of scope.',

  // Access and configuration.
  ServicePrincipalNotFound: 'Check SLACK_APP_SERVICE_PRINCIPAL_ID: the object id of the enterprise application.',
  ServicePrincipalNotSet: 'Set SLACK_APP_SERVICE_PRINCIPAL_ID, or set scope.mode to "all".',
  InvalidBaseUrl: 'Check GRAPH_BASE_URL.',
  ForeignOrigin: REPORT,
  UnexpectedLink: REPORT,
  Authorization_RequestDenied: SIGN_IN,
  SharedIdentity: 'Give each deployment an identity of its own.',
  SignInFailed: SIGN_IN,
  SignInUnavailable: NOTHING,
  NoUserToken: 'Authorise the app with the user scope admin.',
  SlackAppNotSet: 'Set SLACK_CLIENT_ID and SLACK_CLIENT_SECRET.',
  InvalidState: 'Start the authorisation again on the dashboard.',
  SecretStoreReadOnly: 'Set KEY_VAULT_URL or SECRETS_FILE, so that there is a place for secrets.',
  SlackTokenExpired: SLACK_ACCESS,
  SlackTokenUnreadable: SLACK_ACCESS,
  SecretSetByEnvironment: 'Remove SLACK_TOKEN from the settings, so that the stored token counts.',
  SecretStoreUnavailable:
    'Check that the app may read and write the secrets of the Key Vault. It is tried again by itself.',
  UnexpectedDeactivation:
    'Look at Slack: it disabled an account that was to stay active. Start the job again once Slack is well.',
  StaysInactive: 'Look at the account in Slack, and at the state of Slack; enable the account there.',

  // The job itself.
  JobNotActive: 'Start the job; what changed meanwhile is looked at then.',
  JobOnHold: 'Start the job; what changed meanwhile is looked at then.',
  SwitchedOff: 'Set "enabled" to true in provisioning.json and deploy that.',
  HoldChanged: 'Look at the staged deletions again, and decide then.',
  ShrunkAssignments:
    'Check the assignments in Entra. If so many were meant to go, the app believes it after another look.',
  DeadLettered: 'Look at the logs of the app for the reason; the object is tried again by itself.',
  InternalError: 'Look at the logs of the app; the object is tried again by itself. If it stays, report it.',

  // What passes by itself.
  BudgetContention: NOTHING,
  Concurrency: NOTHING,
  DeltaExpired: NOTHING,
  IncompleteListing: NOTHING,
  ListingBrokenOff: NOTHING,
  MalformedAnswer: NOTHING,
  MalformedListing: NOTHING,
  MessageTooLarge: REPORT,
  NetworkError: NOTHING,
  NextLinkLoop: NOTHING,
  PacedForSlack: NOTHING,
  QueueSlow: NOTHING,
  QueueUnavailable: NOTHING,
  RequestFailed: NOTHING,
  StorageRejected: REPORT,
  WebhookUnavailable: NOTHING,
  StorageUnavailable: NOTHING,
  UnexpectedAnswer: NOTHING,
  UnreadableAnswer: NOTHING,
  InvalidClientState: "Somebody sends notifications without the secret; if they are Graph's, renew the subscriptions.",
  MalformedNotification: NOTHING,
};
