import * as z from 'zod';
import { isRecord } from '../../../shared/config/isRecord.ts';
import { ConfigurationError } from '../../../shared/errors/configurationError.ts';
import type { Findings } from './findings.ts';
import { readJson } from './readJson.ts';

/** What a configuration takes from the settings that Entra keeps among the secrets of a job. */
export interface JobSettings {
  readonly mode: 'assigned' | 'all';
  /** Most deletions before Entra stops to ask; undefined: no limit, or not known. */
  readonly deletionLimit?: number;
  readonly recipients: readonly string[];
}

export const NO_SETTINGS: JobSettings = { mode: 'assigned', recipients: [] };

const WHERE = 'the secrets';
const CREDENTIALS = /token|password|secret|appkey|authorizationcode|connectionstring/iu;

const pairs = z.array(z.object({ key: z.string(), value: z.string().nullish() }));

/** SyncNotificationSettings is JSON within JSON; numbers and Booleans occur as text too. */
const notificationSettings = z.object({
  Enabled: z.unknown().optional(),
  Recipients: z.string().nullish(),
  DeleteThresholdEnabled: z.unknown().optional(),
  DeleteThresholdValue: z.coerce.number().nullish(),
});

/**
 * Reads the answer to GET …/synchronization/secrets. No value of a credential gets into the result, findings or errors.
 *
 * @throws ConfigurationError when it is something else
 */
export function importSecrets(text: string, findings: Findings): JobSettings {
  const secrets = readPairs(text);
  const settings = readNotificationSettings(secrets.get('syncnotificationsettings'), findings);
  reportCredentials(secrets, findings);
  reportAddress(secrets.get('baseaddress'), findings);
  reportSkippedDeletions(secrets.get('skipoutofscopedeletions'), findings);
  return { mode: isTrue(secrets.get('syncall')) ? 'all' : 'assigned', ...settings };
}

/** Values by key in lower case. */
function readPairs(text: string): ReadonlyMap<string, string> {
  const json = readJson(text, WHERE);
  const list = isRecord(json) ? (json.value ?? json.secrets) : json;
  const parsed = pairs.safeParse(list);
  if (parsed.success) return new Map(parsed.data.map(({ key, value }) => [key.toLowerCase(), value ?? '']));
  throw new ConfigurationError('These are not the secrets of a synchronization:', [
    {
      where: WHERE,
      what: 'Expected a list of objects with "key" and "value": the answer to GET …/servicePrincipals/{id}/synchronization/secrets.',
    },
  ]);
}

function isTrue(value: unknown): boolean {
  return String(value).trim().toLowerCase() === 'true';
}

function readNotificationSettings(
  value: string | undefined,
  findings: Findings,
): Pick<JobSettings, 'deletionLimit' | 'recipients'> {
  if (!value) return { recipients: [] };
  const parsed = notificationSettings.safeParse(parseJson(value));
  if (!parsed.success) {
    const todo = 'Set notify.email and safety.maxDeletions by hand.';
    findings.lose('SyncNotificationSettings', 'The value is not as documented.', todo);
    return { recipients: [] };
  }
  const { Enabled, Recipients, DeleteThresholdEnabled, DeleteThresholdValue: limit } = parsed.data;
  const recipients = (Recipients ?? '').split(/[\s,;]+/u).filter((recipient) => recipient !== '');
  const hasLimit =
    isTrue(DeleteThresholdEnabled) && typeof limit === 'number' && Number.isSafeInteger(limit) && limit >= 0;
  return { recipients: isTrue(Enabled) ? [...new Set(recipients)] : [], ...(hasLimit && { deletionLimit: limit }) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function reportCredentials(secrets: ReadonlyMap<string, string>, findings: Findings): void {
  if (![...secrets].some(([key, value]) => value !== '' && CREDENTIALS.test(key))) return;
  findings.lose(
    'credentials',
    'There are credentials in the file of secrets. None is copied.',
    'Set SLACK_TOKEN or go through the Authorize flow, and delete the file of secrets.',
  );
}

/** The address can hold anything (in Microsoft's example a sign-in name), so only one of Slack is repeated. */
function reportAddress(value: string | undefined, findings: Findings): void {
  const url = value ? URL.parse(value) : null;
  if (url?.protocol !== 'https:' || !/(?:^|\.)slack(?:-gov)?\.com$/u.test(url.hostname)) return;
  findings.lose(
    'BaseAddress',
    `Entra wrote to ${url.origin}${url.pathname}. The address is a setting of this app, https://api.slack.com/scim/v2 unless set.`,
    'Usually there is nothing to do; set SLACK_SCIM_BASE_URL to write to another address.',
  );
}

function reportSkippedDeletions(value: string | undefined, findings: Findings): void {
  if (!isTrue(value)) return;
  findings.hold(
    'SkipOutOfScopeDeletions',
    'Entra lets people who fall out of scope keep their account, and disables those who are disabled or deleted in Entra. This app treats both alike.',
    'Decide: with "safety.leaver": "disable", as written, both are disabled; with "ignore" neither is.',
  );
}
