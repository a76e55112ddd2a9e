import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDemoTenant } from '../../infra/local/demo/createDemoTenant.ts';
import { type GraphSimulator, startGraphSimulator } from '../../infra/local/graph/startGraphSimulator.ts';

interface Finished {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

describe('the set-up commands', () => {
  let graph: GraphSimulator;
  const folder = mkdtempSync(join(tmpdir(), 'setup-'));
  const out = join(folder, 'parameters.json');
  beforeAll(async () => {
    graph = await startGraphSimulator({ tenant: createDemoTenant({ users: 20 }) });
  });
  afterAll(async () => {
    await graph.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const run = (script: string, ...args: string[]): Promise<Finished> =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [`infra/scripts/${script}`, ...args], {
        env: { ...process.env, GRAPH_BASE_URL: graph.url, NO_COLOR: '1' },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let stdout = '';
      let stderr = '';
      child.stdout.on('data', (chunk) => {
        stdout += chunk;
      });
      child.stderr.on('data', (chunk) => {
        stderr += chunk;
      });
      child.on('error', reject);
      child.on('close', (code) => resolve({ code, out: stdout, err: stderr }));
    });
  const writes = () => graph.requests.filter(({ method }) => method !== 'GET').length;

  it('shows the plan, asks for a yes where nobody can give one, and then does it', async () => {
    const planned = await run('setup.ts', '--plan', '--out', out);
    expect(planned).toMatchObject({ code: 0, err: '' });
    expect(planned.out).toMatch(/Slack application .*\n.*\n.*\n {2}\+ .*parameters\.json/);
    expect(planned.out).toContain('Nothing was changed.');

    const unasked = await run('setup.ts', '--out', out);
    expect(unasked.code).toBe(1);
    expect(unasked.err).toContain('Add --yes');
    expect(writes()).toBe(0);

    const done = await run('setup.ts', '--yes', '--json', '--out', out);
    expect(done).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(done.out)).toMatchObject({
      state: 'complete',
      done: ['parameters'],
      tenant: { name: 'Contoso' },
    });
    const { slackServicePrincipalId } = JSON.parse(readFileSync(out, 'utf8')).parameters;
    expect(slackServicePrincipalId.value).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('sets single sign-on up, and prints what to enter in Slack', async () => {
    const { code, out: printed, err } = await run('setupSso.ts', '--domain', 'contoso', '--yes');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(printed).toMatch(/SAML SSO URL +https:\/\/login\.microsoftonline\.com\/[0-9a-f-]+\/saml2/);
    expect(printed).toMatch(/Identity provider issuer +https:\/\/sts\.windows\.net\//);
    expect(printed).toContain('-----END CERTIFICATE-----');
  });

  it('explains a wrong option and a refusal without a stack trace', async () => {
    const wrong = await run('setupSso.ts', '--domain', 'con toso');
    expect(wrong).toMatchObject({ code: 1, out: '' });
    expect(wrong.err).toMatch(/^--domain con toso: expected.*\n\nnpm run setup:sso/);
    graph.faults.forbidden = { next: 1, probability: 0, pathContains: '/organization' };
    const refused = await run('setup.ts', '--plan', '--out', out);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('HTTP 403');
    expect(refused.err).not.toContain('    at ');
  });
});
