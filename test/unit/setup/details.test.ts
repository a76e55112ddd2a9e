import { describe, expect, it } from 'vitest';
import { CLOUDS } from '../../../infra/scripts/setup/cloud.ts';
import { explainFailure } from '../../../infra/scripts/setup/explainFailure.ts';
import { planParameters } from '../../../infra/scripts/setup/parametersFile.ts';
import { samlValues } from '../../../infra/scripts/setup/samlValues.ts';
import { readSetupOptions } from '../../../infra/scripts/setup/setupOptions.ts';
import { emailSourceOf, slackClaims } from '../../../infra/scripts/setup/slackClaims.ts';
import { readSsoOptions } from '../../../infra/scripts/setup/ssoOptions.ts';
import { UsageError } from '../../../infra/scripts/usageError.ts';
import { loadProvisioningConfig } from '../../../shared/config/provisioningConfig.ts';
import { requiredPermissions } from '../../../shared/entra/requiredPermissions.ts';
import { ProvisioningError } from '../../../shared/errors/provisioningError.ts';

const config = loadProvisioningConfig('provisioning.json');
const plain = { photos: false, hiddenGroups: false, mail: false };
const names = (...args: Parameters<typeof requiredPermissions>) => requiredPermissions(...args).map(({ name }) => name);

describe('permissions', () => {
  it('are three at least', () => {
    expect(names(plain)).toEqual(['User.Read.All', 'Group.Read.All', 'Application.Read.All']);
  });

  it('are one more for each of photos, mail and hidden members', () => {
    expect(names({ ...plain, photos: true })).toContain('ProfilePhoto.Read.All');
    expect(names({ ...plain, mail: true })).toContain('Mail.Send');
    expect(names({ ...plain, hiddenGroups: true })).toContain('Member.Read.Hidden');
  });
});

describe('the parameter file', () => {
  const values = { slackServicePrincipalId: 'sp-1' };

  it('keeps what else is in it', () => {
    const text = '{"parameters":{"location":{"value":"westeurope"},"slackServicePrincipalId":{"value":"old"}}}';
    const step = planParameters('p.json', text, values);
    expect(step.isDone).toBe(false);
    const written = step.action && 'text' in step.action ? step.action.text : '';
    expect(JSON.parse(written).parameters).toEqual({
      location: { value: 'westeurope' },
      slackServicePrincipalId: { value: 'sp-1' },
    });
    expect(planParameters('p.json', written, values).isDone).toBe(true);
  });

  it('is not written before all values are known, and never over something else', () => {
    expect(planParameters('p.json', undefined, { slackServicePrincipalId: undefined }).action).toBeUndefined();
    for (const text of ['', '[]', '{"parameters":[]}', '{}']) {
      expect(() => planParameters('p.json', text, values)).toThrow('Mend it or delete it');
    }
  });
});

describe('claims', () => {
  it('take the address from where provisioning takes it', () => {
    const mapped = (source: string) =>
      emailSourceOf({ users: { ...config.users, mappings: [{ target: 'emails[type eq "work"].value', source }] } });
    expect(emailSourceOf(config)).toBe('mail');
    expect(mapped(' [userPrincipalName] ')).toBe('userprincipalname');
    expect(mapped('ToLower([mail])')).toBeUndefined();
  });

  it('are those that Slack reads, with a persistent NameID', () => {
    const { ClaimsSchema } = JSON.parse(slackClaims('employeeid', 'mail')).ClaimsMappingPolicy;
    expect(
      ClaimsSchema.map(({ ID, SamlClaimType }: Record<string, string>) => [SamlClaimType?.split('/').at(-1), ID]),
    ).toEqual([
      ['nameidentifier', 'employeeid'],
      ['User.Email', 'mail'],
      ['User.Username', 'userprincipalname'],
      ['first_name', 'givenname'],
      ['last_name', 'surname'],
    ]);
    expect(ClaimsSchema[0].SamlNameIdFormat).toMatch(/:persistent$/);
  });
});

describe('the values for Slack', () => {
  it.each([
    ['public', 'https://login.microsoftonline.com/t/saml2', 'https://sts.windows.net/t/'],
    ['usgov', 'https://login.microsoftonline.us/t/saml2', 'https://sts.windows.net/t/'],
    ['china', 'https://login.chinacloudapi.cn/t/saml2', 'https://sts.chinacloudapi.cn/t/'],
  ] as const)('are those of the %s cloud', (cloud, ssoUrl, issuer) => {
    const values = samlValues(CLOUDS[cloud], 't', { appId: 'a', identifier: 'https://slack.com' }, undefined);
    expect(values).toMatchObject({
      ssoUrl,
      issuer,
      serviceProviderIssuer: 'https://slack.com',
      certificate: undefined,
    });
  });
});

describe('options', () => {
  it.each([
    [['--prune'], '--prune is for --identity'],
    [['--mail'], '--mail is for --identity'],
    [['--app-url', 'https://x.example'], '--app-url is for --admin-sign-in'],
    [['--admin-sign-in', '--app-url', 'http://x.example'], 'expected the root of the app'],
    [['--client-id', 'x'], '--client-id is for --device-code'],
    [['--cloud', 'moon'], 'expected one of public'],
    [['--nonsense'], '--nonsense'],
  ])('of the set-up refuse %j', (args, text) => {
    expect(() => readSetupOptions(args, {})).toThrow(UsageError);
    expect(() => readSetupOptions(args, {})).toThrow(text);
  });

  it.each([
    [[], '--domain is missing'],
    [['--domain', 'con toso'], 'before .slack.com'],
    [['--domain', 'contoso.example'], 'before .slack.com'],
    [['--domain', 'contoso', '--name-id', 'objectid'], '--name-id objectid'],
    [['--domain', 'contoso', '--claims', 'drop'], 'set or keep'],
    [['--domain', 'contoso', '--identifier', 'slack.com'], '--identifier slack.com'],
    [['--domain', 'contoso', '--notify', 'me'], 'no address'],
  ])('of single sign-on refuse %j', (args, text) => {
    expect(() => readSsoOptions(args, {})).toThrow(UsageError);
    expect(() => readSsoOptions(args, {})).toThrow(text);
  });

  it.each([
    ['contoso', 'contoso'],
    ['https://Contoso.slack.com/', 'contoso'],
    ['contoso.enterprise.slack.com', 'contoso.enterprise'],
  ])('take the domain as people paste it: %s', (given, domain) => {
    expect(readSsoOptions(['--domain', given], {}).domain).toBe(domain);
  });

  it("let the environment name Graph's root, and take it from the cloud otherwise", () => {
    expect(readSetupOptions(['--cloud', 'usgov'], {}).graphUrl).toBe('https://graph.microsoft.us');
    expect(readSetupOptions([], { GRAPH_BASE_URL: 'http://127.0.0.1:1' }).graphUrl).toBe('http://127.0.0.1:1');
  });
});

describe('failures', () => {
  it('are told without guessing what the app lacks, and with what a person can do', () => {
    const refused = new ProvisioningError(
      'unauthorized',
      'AccessDenied',
      'Graph refused POST /applications (HTTP 403 AccessDenied). The app probably lacks the application permission X.',
    );
    const text = explainFailure(refused) ?? '';
    expect(text).not.toContain('The app probably');
    expect(text).toContain('Privileged Role Administrator');
  });

  it('of this program itself are not explained away', () => {
    expect(explainFailure(new TypeError('x is undefined'))).toBeUndefined();
  });
});
