import { OWN_ACTIONS } from '../errors/ownActions.ts';
import type { KnownError } from '../slack/errors/knownError.ts';
import { SLACK_ERRORS } from '../slack/errors/slackErrors.ts';
import { OAUTH_ERRORS } from '../slack/oauth/oauthErrors.ts';

const KNOWN: ReadonlyMap<string, KnownError> = new Map([...Object.entries(OAUTH_ERRORS), ...SLACK_ERRORS]);

/** Mostly names of Graph, which adds new ones without notice. */
const UNKNOWN = 'The reason says what was refused. A failing object is tried again by itself, less and less often.';

/**
 * What a person can do about a code of the provisioning log.
 * @returns null for no code
 */
export function recommendedAction(code: string | null | undefined): string | null {
  if (!code) return null;
  if (Object.hasOwn(OWN_ACTIONS, code)) return OWN_ACTIONS[code] ?? UNKNOWN;
  return KNOWN.get(code)?.recommendedAction ?? UNKNOWN;
}
