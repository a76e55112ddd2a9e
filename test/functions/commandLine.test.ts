import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { APP_FOLDER, type Scenario, startScenario } from '../support/scenario.ts';

const run = promisify(execFile);
const ADA = 'ada@contoso.example';

let scenario: Scenario;
beforeAll(async () => {
  scenario = await startScenario();
  scenario.addPerson({ userPrincipalName: ADA });
  scenario.addGroup('Engineering');
  scenario.addGroup('Doubles');
  scenario.addGroup('Doubles');
  await scenario.provision();
});
afterAll(() => scenario.close());

/** A command as a process; its output goes into a pipe, so it is JSON. */
async function command(name: string, ...options: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const args = [`infra/scripts/${name}.ts`, '--url', scenario.stack.functionsUrl, ...options];
  try {
    return { code: 0, ...(await run(process.execPath, args, { cwd: APP_FOLDER })) };
  } catch (error) {
    return error as { code: number; stdout: string; stderr: string };
  }
}

describe('npm run status', () => {
  it('prints the status as JSON into a pipe', async () => {
    const { code, stdout } = await command('status');
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { state: 'active', entries: { users: 1 } }]);
  });

  it('ends with 1 and a sentence where the app is not there or wants something else', async () => {
    const gone = await command('status', '--url', 'http://127.0.0.1:9');
    expect(gone).toMatchObject({ code: 1, stderr: expect.stringContaining('does not answer at http://127.0.0.1:9') });
    const wrong = await command('status', '--nonsense');
    expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining('npm run status') });
  });
});

describe('npm run provision', () => {
  it('provisions somebody and prints the outcome with its steps', async () => {
    const { code, stdout } = await command('provision', ADA);
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { state: 'done', outcome: 'unchanged', dryRun: false }]);
  });

  it('only says what would be done with --dry-run', async () => {
    const before = scenario.slack.requests.length;
    const { stdout } = await command('provision', ADA, '--dry-run');
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'unchanged', dryRun: true, requestId: null });
    expect(scenario.slack.requests.slice(before).filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('takes a group by its name, if that is enough', async () => {
    const { code, stdout } = await command('provision', 'engineering', '--group', '--dry-run');
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { kind: 'group', state: 'done' }]);
    const doubles = await command('provision', 'Doubles', '--group');
    expect(doubles).toMatchObject({ code: 1, stderr: expect.stringMatching(/by its id:\n {2}[0-9a-f-]{36}/u) });
  });

  it('ends with 1 for somebody whom Entra does not know, and without a name', async () => {
    const unknown = await command('provision', 'nobody@contoso.example');
    expect(unknown).toMatchObject({ code: 1, stderr: expect.stringContaining('Entra knows no user') });
    expect(await command('provision')).toMatchObject({ code: 1, stderr: expect.stringContaining('Name somebody') });
  });
});
