import { ACCESS_ERRORS } from './accessErrors.ts';
import { GROUP_ERRORS } from './groupErrors.ts';
import type { KnownError } from './knownError.ts';
import { REQUEST_ERRORS } from './requestErrors.ts';
import { USER_ERRORS } from './userErrors.ts';

/**
 * Every error name that Slack documents, and those seen besides. Slack documents no HTTP statuses, so the name decides.
 * https://docs.slack.dev/reference/scim-api (errors)
 */
export const SLACK_ERRORS: ReadonlyMap<string, KnownError> = new Map(
  Object.entries({ ...ACCESS_ERRORS, ...USER_ERRORS, ...GROUP_ERRORS, ...REQUEST_ERRORS }),
);
