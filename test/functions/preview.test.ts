import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { APP_FOLDER, type Scenario, startScenario } from '../support/scenario.ts';

const run = promisify(execFile);

let scenario: Scenario;
let folder: string;
let edited: { users: { mappings: { target: string; source: string }[] } };
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'preview-'));
  scenario = await startScenario();
  scenario.addPerson({ userPrincipalName: 'ada@contoso.example' });
  await scenario.provision();
  scenario.addPerson({ userPrincipalName: 'ben@contoso.example' });
  edited = JSON.parse(await readFile(join(APP_FOLDER, 'provisioning.json'), 'utf8'));
  for (const mapping of edited.users.mappings) {
    if (mapping.target === 'title') mapping.source = 'Append([jobTitle], " II")';
  }
});
afterAll(async () => {
  await scenario.close();
  await rm(folder, { recursive: true });
});

async function post(body: object): Promise<{ status: number; json: Record<string, unknown> }> {
  const response = await fetch(`${scenario.stack.functionsUrl}/api/preview`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
}

/** `npm run preview` as a process; its output goes into a pipe, so it is JSON. */
async function command(...options: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const args = ['infra/scripts/preview.ts', '--url', scenario.stack.functionsUrl, ...options];
  try {
    return { code: 0, ...(await run(process.execPath, args, { cwd: APP_FOLDER })) };
  } catch (error) {
    return error as { code: number; stdout: string; stderr: string };
  }
}

describe('POST preview', () => {
  it('answers what a full cycle would do, and Slack stays as it is', async () => {
    const { status, json } = await post({});
    expect(status).toBe(200);
    expect(json).toMatchObject({ summary: { scanned: 2, created: 1, updated: 0 }, total: 1 });
    expect(json.items).toMatchObject([{ outcome: 'created', userPrincipalName: 'ben@contoso.example' }]);
    expect(scenario.account('ben@contoso.example')).toBeUndefined();
  });

  it('takes an edited configuration and shows what it would change', async () => {
    const { json } = await post({ configuration: edited, limit: 1, offset: 1 });
    expect(json).toMatchObject({ summary: { created: 1, updated: 1, updatesByAttribute: { title: 1 } }, total: 2 });
    expect(json.items).toMatchObject([
      { outcome: 'updated', modifiedProperties: [{ name: 'title', old: 'Clerk', new: 'Clerk II' }] },
    ]);
    expect(scenario.account('ada@contoso.example')?.title).toBe('Clerk');
  });

  it('refuses a configuration that the app would not start with, naming every mistake', async () => {
    const { status, json } = await post({
      configuration: { users: { mappings: [{ target: 'titel', source: '[x]' }] } },
    });
    expect(status).toBe(400);
    const errors = json.errors as { path: string; message: string }[];
    expect(errors.map(({ path }) => path)).toContain('users.mappings[0].target');
    expect(errors.find(({ path }) => path === 'users.mappings[0].target')?.message).toContain('title');
  });
});

describe('npm run preview', () => {
  it('prints JSON into a pipe and writes a CSV file', async () => {
    const file = join(folder, 'edited.json');
    await writeFile(file, JSON.stringify(edited));
    const csv = join(folder, 'preview.csv');
    const { code, stdout } = await command('--config', file, '--csv', csv);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ summary: { created: 1, updated: 1 } });
    const lines = (await readFile(csv, 'utf8')).split('\r\n');
    expect(lines[0]).toBe('outcome,code,displayName,userPrincipalName,id,slackId,reason,attribute,old,new');
    expect(lines.find((line) => line.startsWith('updated'))).toMatch(/,title,Clerk,Clerk II$/);
  });

  it('ends with 1 and the reason where a file, the app or the configuration is wrong', async () => {
    const broken = join(folder, 'broken.json');
    await writeFile(broken, '{');
    expect(await command('--config', broken)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('is not JSON'),
    });
    expect(await command('--nonsense')).toMatchObject({ code: 1, stderr: expect.stringContaining('npm run preview') });
    await writeFile(broken, '{}');
    expect(await command('--config', broken)).toMatchObject({ code: 1, stderr: expect.stringContaining('users') });
  });
});
