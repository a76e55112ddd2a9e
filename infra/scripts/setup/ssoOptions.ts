import { UsageError } from '../usageError.ts';
import { COMMON_USAGE, type CommonOptions, readOptions } from './commonOptions.ts';
import { isNameIdSource, NAME_ID_SOURCES, type NameIdSource } from './slackClaims.ts';

export const SSO_USAGE = `npm run setup:sso -- --domain <name> [options]

Sets up single sign-on to Slack with SAML in Entra, and prints what to enter in Slack. It can be run again at any time: to see
the values once more, to look when the certificate runs out, and to renew it.

  --domain <name>        the name before .slack.com, e.g. contoso or contoso.enterprise
  --identifier <url>     with several Slack workspaces: https://<domain>.slack.com (https://slack.com)
  --activate             sign with the newer certificate from now on; Slack must have it already
  --notify <address>     Entra mails there before the certificate runs out
  --name-id <attribute>  what people are known by: ${NAME_ID_SOURCES.join(', ')}
                         (userprincipalname)
  --claims keep          leave the claims as they are
  --replace-claims       set the claims of docs/sso.md even if single sign-on is in use with others
  --config <file>        the configuration, for the e-mail address that Slack gets (provisioning.json)
${COMMON_USAGE}`;

export interface SsoOptions extends CommonOptions {
  /** `contoso` or `contoso.enterprise`. */
  readonly domain: string;
  readonly identifier: string;
  readonly activate: boolean;
  readonly notify: string | undefined;
  readonly nameId: NameIdSource;
  readonly claims: 'set' | 'keep';
  readonly replaceClaims: boolean;
  readonly config: string;
}

/** @throws UsageError */
export function readSsoOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): SsoOptions {
  const { common, own } = readOptions(args, environment, {
    domain: { type: 'string' },
    identifier: { type: 'string' },
    activate: { type: 'boolean' },
    notify: { type: 'string' },
    'name-id': { type: 'string' },
    claims: { type: 'string' },
    'replace-claims': { type: 'boolean' },
    config: { type: 'string' },
  });
  const { identifier = 'https://slack.com', notify, claims = 'set', 'name-id': nameId = 'userprincipalname' } = own;
  if (!/^https:\/\/[^\s/]+$/.test(identifier)) {
    throw new UsageError(`--identifier ${identifier}: expected https://slack.com or https://<domain>.slack.com.`);
  }
  if (notify !== undefined && !/^[^\s@]+@[^\s@]+$/.test(notify))
    throw new UsageError(`--notify ${notify} is no address.`);
  if (!isNameIdSource(nameId))
    throw new UsageError(`--name-id ${nameId}: expected one of ${NAME_ID_SOURCES.join(', ')}.`);
  if (claims !== 'set' && claims !== 'keep') throw new UsageError(`--claims ${claims}: expected set or keep.`);
  return {
    ...common,
    domain: common.help ? '' : readDomain(own.domain),
    identifier,
    activate: own.activate ?? false,
    notify,
    nameId,
    claims,
    replaceClaims: own['replace-claims'] ?? false,
    config: own.config ?? environment.PROVISIONING_CONFIG ?? 'provisioning.json',
  };
}

/** People paste the whole address. */
function readDomain(given: string | undefined): string {
  const domain = given
    ?.toLowerCase()
    .replace(/^https:\/\//, '')
    .replace(/\/.*$/, '')
    .replace(/\.slack\.com$/, '');
  if (domain === undefined) throw new UsageError('--domain is missing: the name before .slack.com of your workspace.');
  if (/^[a-z0-9][a-z0-9-]*(?:\.enterprise)?$/.test(domain)) return domain;
  throw new UsageError(`--domain ${given}: expected the name before .slack.com, e.g. contoso or contoso.enterprise.`);
}
