import * as z from 'zod';
import { isProvisioningError } from '../../../shared/errors/provisioningError.ts';
import { BlockedError, NotShownError, StepError } from './carryOut.ts';
import { isRefused } from './readCaller.ts';

/** What to do about Graph's own error codes. */
const ADVICE: Readonly<Record<string, string>> = {
  // A name of ours, for every 403.
  refused:
    'The sign-in lacks a directory role or a permission. Roles: Application Administrator for applications, Privileged Role Administrator for permissions on Microsoft Graph; a role under Privileged Identity Management has to be activated first. The Azure CLI never has permissions for claims policies: use --device-code for those.',
  HostNameNotOnVerifiedDomain: 'Entra does not take this identifier yet. Wait a minute and run it again.',
  Request_MultipleObjectsWithSameKeyValue:
    'Another application of the tenant has this identifier. With several Slack workspaces each needs its own: give --identifier https://<domain>.slack.com, and enter the same in Slack as service provider issuer.',
  InvalidAuthenticationToken: 'Sign in again: az login, or --device-code.',
};

/** A failure in words for the person at the terminal; undefined for one that is a mistake in this program. */
export function explainFailure(error: unknown): string | undefined {
  if (error instanceof StepError) {
    const cause = explainCause(error.cause);
    if (cause === undefined) return undefined;
    const { done } = error;
    const before =
      done.length === 0 ? 'Nothing was changed before.' : `Done before: ${done.map(({ what }) => what).join(', ')}.`;
    return `${error.message}\n${cause}\n${before} Run it again: it goes on from what is there.`;
  }
  return explainCause(error);
}

function explainCause(error: unknown): string | undefined {
  if (isProvisioningError(error)) {
    const advice = ADVICE[isRefused(error) ? 'refused' : error.code];
    const reported = describe(error.message);
    return advice === undefined ? reported : `${reported}\n${advice}`;
  }
  if (error instanceof z.ZodError) return 'Graph answered in a form that this script does not know.';
  if (error instanceof BlockedError || error instanceof NotShownError) return error.message;
  return undefined;
}

/** The Graph client speaks of the app's permissions where it guesses; here it is a person who is signed in. */
function describe(message: string): string {
  return message.replace(/ The app probably lacks .*$/, '').replace("the app's token", 'the sign-in');
}
