/** Start of the made-up Slack id of an account or group that a preview has created. */
export const NEW_OBJECT = 'new-';

/** True for the id of an object that does not exist. */
export function isNewObject(slackId: string | undefined): boolean {
  return slackId?.startsWith(NEW_OBJECT) === true;
}
