import { OWN_ACTIONS } from '../errors/ownActions.ts';
import { SLACK_ERRORS } from '../slack/errors/slackErrors.ts';

/** Mostly names of Graph, which adds new ones without notice. */
const UNKNOWN = 'The reason says what was refused. A failing object is tried again by itself, less and less often.';

/**
 * What a person can do about a code of the provisioning log.
 * @returns null for no code
 */
export function recommendedAction(code: string | null | undefined): string | null {
  if (!code) return null;
  return OWN_ACTIONS[code] ?? SLACK_ERRORS.get(code)?.recommendedAction ?? UNKNOWN;
}
