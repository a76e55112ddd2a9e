import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { APP_FOLDER } from '../support/scenario.ts';
import { spawnFunctionHost } from '../support/spawnFunctionHost.ts';

/** Complete and correct; nobody listens at any of the addresses. */
const SETTINGS = {
  ENTRA_TENANT_ID: '5f2d8a40-6c1e-4b0f-9d37-2a6e0c4b8f11',
  SLACK_APP_SERVICE_PRINCIPAL_ID: 'c3e9a1d5-0b72-4c88-8f4e-96d2b7a3515d',
  GRAPH_BASE_URL: 'http://127.0.0.1:1',
  GRAPH_CLIENT_STATE: 'secret-client-state',
  NOTIFICATION_URL: 'http://127.0.0.1:2',
  SLACK_SCIM_BASE_URL: 'http://127.0.0.1:3/scim/v2',
  SLACK_TOKEN: 'xoxp-secret-token',
  AzureWebJobsStorage:
    'DefaultEndpointsProtocol=https;AccountName=somebody;AccountKey=c2VjcmV0LWtleQ==;EndpointSuffix=core.windows.net',
  ServiceBusConnection:
    'Endpoint=sb://127.0.0.1:4;SharedAccessKeyName=x;SharedAccessKey=secret-bus-key;UseDevelopmentEmulator=true;',
};
const SECRETS = /secret-|c2VjcmV0/;

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** The built app in a folder of its own, without local.settings.json. */
function deploy(provisioningJson: string | undefined): string {
  const folder = mkdtempSync(join(tmpdir(), 'app-'));
  folders.push(folder);
  for (const file of ['host.json', 'package.json']) cpSync(join(APP_FOLDER, file), join(folder, file));
  symlinkSync(join(APP_FOLDER, 'dist'), join(folder, 'dist'));
  if (provisioningJson === undefined) cpSync(join(APP_FOLDER, 'provisioning.json'), join(folder, 'provisioning.json'));
  else if (provisioningJson !== '') writeFileSync(join(folder, 'provisioning.json'), provisioningJson);
  return folder;
}

interface Start {
  readonly settings?: Readonly<Record<string, string>>;
  /** Default: the repository's own; '' for none. */
  readonly provisioningJson?: string;
}

/** Starts the app in the embedded host, which must refuse; answers all that it printed. */
async function refusal({ settings = SETTINGS, provisioningJson }: Start): Promise<string> {
  const host = spawnFunctionHost(deploy(provisioningJson), [], settings);
  expect(await host.ended).toBe(1);
  const text = host.lines.join('\n');
  expect(text).not.toMatch(SECRETS);
  expect(text).not.toMatch(/^\s+at /m);
  return text;
}

const { GRAPH_CLIENT_STATE: _, ...WITHOUT_CLIENT_STATE } = SETTINGS;

const THREE_MISTAKES = JSON.stringify({
  users: {
    mappings: [
      { target: 'emails[type eq "work"].value', source: '[mail]', match: 1 },
      { target: 'userName', source: 'Left([userPrincipalName, 20)' },
      { target: 'titel', source: '[jobTitle]' },
    ],
  },
  shedules: {},
});
const PROBLEMS_OF_THREE_MISTAKES = [
  '  - shedules: This name is unknown. Did you mean schedules?',
  '  - users.mappings[1].source: line 1, column 6: the closing ] of this attribute is missing.',
  '  - users.mappings[2].target: There is no target attribute titel. Did you mean title?',
];

describe('the app refuses to start', () => {
  it('starts with the settings that the other cases spoil', async () => {
    const host = spawnFunctionHost(deploy(undefined), ['--no-timers'], SETTINGS);
    await host.line(/^Function host listening on /);
    expect(await host.stop()).toBe(0);
  });

  it('names a missing setting and a malformed one at once, each with what would be right', async () => {
    const text = await refusal({ settings: { ...WITHOUT_CLIENT_STATE, SLACK_SCIM_BASE_URL: 'api.slack.com' } });
    expect(text.split('\n')).toEqual([
      'The settings of the app are not complete:',
      expect.stringMatching(/^ {2}- GRAPH_CLIENT_STATE: It is required\. .*"openssl rand -hex 32"/),
      '  - SLACK_SCIM_BASE_URL: It must be an absolute URL, e.g. https://api.slack.com/scim/v2.',
    ]);
  });

  it.each([
    ['a SCIM URL that names no version', { SLACK_SCIM_BASE_URL: 'https://api.slack.com/scim' }, /end in \/v2 or \/v1/],
    ['plain HTTP to another machine', { SLACK_SCIM_BASE_URL: 'http://slack.test/scim/v2' }, /must be an https URL/],
    ['a token in a URL', { SLACK_SCIM_BASE_URL: 'https://secret-x@api.slack.com/scim/v2' }, /without user name/],
    ['a bus that is no connection string', { ServiceBusConnection: 'secret-bus' }, /e\.g\. Endpoint=sb:\/\//],
    ['scope "assigned" without an application', { SLACK_APP_SERVICE_PRINCIPAL_ID: '' }, /enterprise application/],
  ])('for %s, and shows no value', async (_what, wrong, message) => {
    const text = await refusal({ settings: { ...SETTINGS, ...wrong } });
    expect(text).toMatch(message);
    expect(text).toContain(`  - ${Object.keys(wrong)[0]}: `);
  });

  it('says where provisioning.json was looked for when it is missing', async () => {
    const text = await refusal({ provisioningJson: '' });
    expect(text).toMatch(/PROVISIONING_CONFIG: provisioning\.json cannot be read/);
  });

  it('names line and column of a provisioning.json that is no JSON', async () => {
    expect(await refusal({ provisioningJson: '{\n  "users": }' })).toMatch(
      /provisioning\.json[\s\S]*line 2, column 12/,
    );
  });

  it('names every mistake in provisioning.json at once, with its place and a suggestion', async () => {
    const [title, ...problems] = (await refusal({ provisioningJson: THREE_MISTAKES })).split('\n');
    expect(title).toBe('provisioning.json is not valid:');
    expect(problems.sort()).toEqual(PROBLEMS_OF_THREE_MISTAKES);
  });
});

describe("Azure's own worker", () => {
  /** Imports the files that `main` names, one after the other, as the worker does; answers the first error. */
  const IMPORT_ALL = `
    import { globSync, readFileSync } from 'node:fs';
    import { pathToFileURL } from 'node:url';
    const { main } = JSON.parse(readFileSync('package.json', 'utf8'));
    for (const file of globSync(main).sort()) {
      try {
        await import(pathToFileURL(file).href);
      } catch (error) {
        process.stdout.write(error.name + '|' + error.message);
        break;
      }
    }
    process.exit();`;

  it('meets the same error when it imports the functions, so that the deployment fails with it', async () => {
    const text = await new Promise<string>((resolve, reject) => {
      const options = { cwd: deploy(THREE_MISTAKES), env: { PATH: process.env.PATH, ...SETTINGS } };
      execFile(process.execPath, ['--input-type=module', '-e', IMPORT_ALL], options, (error, stdout) =>
        error ? reject(error) : resolve(stdout),
      );
    });
    const [name, message = ''] = text.split('|');
    expect(name).toBe('ConfigurationError');
    for (const problem of PROBLEMS_OF_THREE_MISTAKES) expect(message).toContain(problem);
    expect(message).not.toMatch(SECRETS);
  });
});
