import { ConfigurationError } from '../errors/configurationError.ts';
import type { Target } from '../ports/target.ts';
import { createGroupRequests } from './createGroupRequests.ts';
import { createUserRequests } from './createUserRequests.ts';
import { createScimClient, type ScimClientOptions } from './http/createScimClient.ts';
import { scim1 } from './v1/scim1.ts';
import { scim2 } from './v2/scim2.ts';
import type { WireFormat } from './wireFormat.ts';

export type SlackTargetOptions = ScimClientOptions;

/** The SCIM version is the last part of the base URL. */
function wireFormatOf(baseUrl: string): WireFormat {
  if (/\/v2\/*$/.test(baseUrl)) return scim2;
  if (/\/v1\/*$/.test(baseUrl)) return scim1;
  throw new ConfigurationError('Slack cannot be reached.', [
    {
      where: 'SLACK_SCIM_BASE_URL',
      what: 'must end in the SCIM version, as in https://api.slack.com/scim/v2 (GovSlack: https://api.slack-gov.com/scim/v1).',
    },
  ]);
}

/**
 * Slack through SCIM.
 * @param options.baseUrl its last part chooses the version; throws ConfigurationError for one that is not supported
 */
export function createSlackTarget(options: SlackTargetOptions): Target {
  const wire = wireFormatOf(options.baseUrl);
  const client = createScimClient(options);
  return {
    ...createUserRequests(client, wire, options.clock),
    ...createGroupRequests(client, wire, options.clock),
  };
}
