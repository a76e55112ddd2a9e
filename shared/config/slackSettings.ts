import { type SettingsReader, withoutTrailingSlash } from './settingsReader.ts';

export interface SlackSettings {
  /** SCIM root without a slash at its end, e.g. `https://api.slack.com/scim/v2`. */
  readonly slackScimBaseUrl: string;
  readonly slackScimVersion: 'v1' | 'v2';
  /** Undefined: it is in the Key Vault or the secrets file, or the Authorize flow is still to be gone through. */
  readonly slackToken?: string;
  readonly slackOAuth: {
    readonly clientId?: string;
    readonly clientSecret?: string;
    readonly baseUrl: string;
  };
  /** Multiplies Slack's published limits; other than 1 only against a simulator. */
  readonly slackRateScale: number;
}

export function readSlackSettings(reader: SettingsReader, local: boolean): SlackSettings {
  const token = reader.text('SLACK_TOKEN');
  return {
    ...readScim(reader),
    ...(token !== undefined && { slackToken: token }),
    slackOAuth: readOAuth(reader),
    slackRateScale: readRateScale(reader, local),
  };
}

/** The SCIM version is told by the path: Slack serves both under the same host. */
function readScim(reader: SettingsReader): Pick<SlackSettings, 'slackScimBaseUrl' | 'slackScimVersion'> {
  const standard = { slackScimBaseUrl: 'https://api.slack.com/scim/v2', slackScimVersion: 'v2' } as const;
  const url = reader.url('SLACK_SCIM_BASE_URL', standard.slackScimBaseUrl, standard.slackScimBaseUrl);
  if (url === undefined) return standard;
  const slackScimBaseUrl = withoutTrailingSlash(url);
  const version = /\/(v[12])$/u.exec(slackScimBaseUrl)?.[1];
  if (version === 'v1' || version === 'v2') return { slackScimBaseUrl, slackScimVersion: version };
  reader.report('SLACK_SCIM_BASE_URL', `Its path must end in /v2 or /v1, e.g. ${standard.slackScimBaseUrl}.`);
  return standard;
}

function readOAuth(reader: SettingsReader): SlackSettings['slackOAuth'] {
  const clientId = reader.text('SLACK_CLIENT_ID');
  const clientSecret = reader.text('SLACK_CLIENT_SECRET');
  if (clientId !== undefined && clientSecret === undefined) {
    reader.report(
      'SLACK_CLIENT_SECRET',
      'It is required together with SLACK_CLIENT_ID: 32 characters from the Slack app.',
    );
  }
  if (clientSecret !== undefined && clientId === undefined) {
    reader.report('SLACK_CLIENT_ID', 'It is required together with SLACK_CLIENT_SECRET, e.g. 1234567890.1234567890.');
  }
  const url = reader.url('SLACK_OAUTH_BASE_URL', 'https://slack.com', 'https://slack.com');
  return {
    ...(clientId !== undefined && { clientId }),
    ...(clientSecret !== undefined && { clientSecret }),
    baseUrl: url ? withoutTrailingSlash(url) : 'https://slack.com',
  };
}

function readRateScale(reader: SettingsReader, local: boolean): number {
  const text = reader.text('SLACK_RATE_SCALE');
  if (text === undefined) return 1;
  const scale = Number(text);
  if (!Number.isFinite(scale) || scale <= 0) {
    reader.report('SLACK_RATE_SCALE', 'It must be a number greater than 0, e.g. 20.');
    return 1;
  }
  if (!local && scale !== 1) {
    reader.report(
      'SLACK_RATE_SCALE',
      "It speeds Slack's limits up for a simulator; against the real services leave it out.",
    );
    return 1;
  }
  return scale;
}
