import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DEPLOY_PAGE } from '../../../infra/scripts/docs/deployPage.ts';
import { readDeployment, readJson } from './deployment.ts';

interface Template {
  readonly parameters?: Readonly<Record<string, Parameter>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly resources: Readonly<Record<string, Entry>>;
}

interface Parameter {
  readonly type: string;
  readonly defaultValue?: unknown;
  readonly metadata?: { readonly description?: string };
}

interface Entry {
  readonly type: string;
  readonly name?: string;
  readonly '@options'?: unknown;
  readonly properties?: { readonly template?: Template };
}

const template: Template = readJson('infra/main.json');
const nested = Object.values(template.resources).flatMap(({ properties }) => properties?.template ?? []);
const templates = [template, ...nested];
const parameters = templates.flatMap(({ parameters = {} }) => Object.entries(parameters));

/** Names of what is or holds a secret. */
const SECRET = /slackWebhook|token|secret|password|clientState|connectionString|key(?!Vault)/iu;

describe('the compiled template', () => {
  it('takes secrets as secure parameters only', () => {
    const secrets = parameters.filter(([name]) => SECRET.test(name.replace(/keyVault/iu, '')));
    expect([...new Set(secrets.map(([name]) => name))].sort()).toEqual([
      'graphClientState',
      'slackClientSecret',
      'slackToken',
      'slackWebhook',
    ]);
    expect(new Set(secrets.map(([, { type }]) => type))).toEqual(new Set(['securestring']));
  });

  it('has no secret in a default, except one made anew', () => {
    const defaults = parameters
      .filter(([, { type, defaultValue }]) => type === 'securestring' && defaultValue !== undefined)
      .map(([name, { defaultValue }]) => [name, defaultValue]);
    expect(Object.fromEntries(defaults)).toEqual({
      graphClientState: "[format('{0}{1}', newGuid(), newGuid())]",
      slackClientSecret: '',
      slackToken: '',
      slackWebhook: '',
    });
  });

  it('gives no secret away in its outputs', () => {
    const outputs = JSON.stringify(templates.map((one) => one.outputs ?? {}));
    expect(outputs).not.toMatch(/listKeys|listSecrets|list[A-Z]\w*\(/u);
    for (const [name, { type }] of parameters)
      if (type === 'securestring') expect(outputs).not.toContain(`parameters('${name}')`);
  });

  it('never asks for a key of storage or Service Bus', () => {
    expect(readFileSync('infra/main.json', 'utf8')).not.toMatch(/\blist(?:Keys|AccountSas|ServiceSas|Secrets)?\(/iu);
  });

  it('keeps the secret of the notifications that is in the vault already', () => {
    const secret = nested.flatMap(({ resources }) =>
      Object.values(resources).filter(({ name }) => name?.includes('graph-client-state')),
    );
    expect(secret.map((entry) => entry['@options'])).toEqual([{ onlyIfNotExists: [] }]);
  });

  it('explains every parameter but names, and needs none to be given', () => {
    const names = /^(?:location|tags|.*Name)$/u;
    for (const [name, { defaultValue, metadata }] of Object.entries(template.parameters ?? {})) {
      expect([name, defaultValue]).not.toEqual([name, undefined]);
      if (!names.test(name) || name === 'baseName')
        expect([name, metadata?.description]).not.toEqual([name, undefined]);
    }
  });

  it('has the parameters that npm run setup writes', () => {
    expect(Object.keys(template.parameters ?? {})).toEqual(
      expect.arrayContaining(['slackServicePrincipalId', 'adminClientId']),
    );
  });

  it('tells what the next steps need', () => {
    expect(Object.keys(template.outputs ?? {})).toEqual(
      expect.arrayContaining(['functionAppName', 'appUrl', 'identityName', 'identityPrincipalId', 'keyVaultName']),
    );
  });
});

describe('the page on deploying', () => {
  const page = readFileSync(DEPLOY_PAGE.path, 'utf8');

  it('lists the parameters as they are (npm run docs)', () => {
    expect(page).toBe(DEPLOY_PAGE.render());
  });

  it('explains every alert rule', () => {
    const rules = readDeployment('standard').all('Microsoft.Insights/scheduledQueryRules');
    const names = rules.map(({ name }) => name.replace(/^ag-slack-[a-z0-9]+-/u, ''));
    const rows = [...page.matchAll(/^\| `([a-z-]+)` \| (\d) \|/gmu)].map(([, name, severity]) => [
      name,
      Number(severity),
    ]);
    expect(rows.sort()).toEqual(names.map((name, index) => [name, rules[index]?.properties.severity]).sort());
  });

  it('names only parameters and outputs that there are', () => {
    const known = new Set([...Object.keys(template.parameters ?? {}), ...Object.keys(template.outputs ?? {})]);
    const named = [...page.matchAll(/-p ([a-z]\w*)=|`([a-z]\w*)` = |"([a-z]\w*)": \{ "value"/gu)].map(
      ([, ...names]) => names.find((name) => name !== undefined) ?? '',
    );
    expect(named.length).toBeGreaterThan(8);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });
});

describe('the pipeline', () => {
  const workflow = readFileSync('.github/workflows/deploy.yml', 'utf8');

  it('signs in without a secret, and shows pull requests with an identity that only looks', () => {
    expect(workflow).not.toContain('secrets.');
    expect(workflow).toMatch(/^permissions:\n {2}contents: read\n {2}id-token: write\n/mu);
    const [whatIf = '', deploy = ''] = workflow.split(/^ {2}deploy:$/mu);
    expect(whatIf).toContain('az deployment group what-if');
    expect(whatIf).not.toMatch(/az deployment group create|environment: production/u);
    expect(deploy).toContain('environment: production');
    expect(deploy.indexOf('bash .ci/run')).toBeLessThan(deploy.indexOf('az deployment group create'));
  });
});
