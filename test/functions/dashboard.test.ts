import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Scenario, startScenario } from '../support/scenario.ts';

/** All that a browser loads before the first screen shows, compressed. */
const HEAVIEST = 100 * 1024;

let scenario: Scenario;
let url: string;
beforeAll(async () => {
  scenario = await startScenario({ settings: { ADMIN_AUTH: 'entra' } });
  url = `${scenario.stack.functionsUrl}/api/dashboard`;
});
afterAll(() => scenario.close());

describe('GET dashboard', () => {
  it('serves the page to everybody, without data, and lets nothing from elsewhere run in it', async () => {
    scenario.addPerson({ userPrincipalName: 'ada@contoso.example' });
    const answer = await fetch(url);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    const html = await answer.text();
    expect(html).not.toContain('contoso');
    expect(html).not.toMatch(/(?:src|href)="https?:/);
    expect(html).not.toMatch(/<style|style=|onload=|<script(?! type="module" src)/);
    expect((await fetch(`${scenario.stack.functionsUrl}/api/status`)).status).toBe(401);
  });

  it('serves the files that the page names, to be kept for good, compressed if the browser takes that', async () => {
    const html = await (await fetch(url)).text();
    const files = [...html.matchAll(/(?:src|href)="(\/api\/dashboard\/[^"]+)"/g)].map(([, path]) => path ?? '');
    expect(files).toHaveLength(2);
    for (const path of files) {
      const address = `${scenario.stack.functionsUrl}${path}`;
      const plain = await fetch(address, { headers: { 'accept-encoding': 'identity' } });
      expect(plain.headers.get('cache-control')).toContain('immutable');
      const text = await plain.text();
      for (const encoding of ['br', 'gzip']) {
        const packed = await fetch(address, { headers: { 'accept-encoding': encoding } });
        expect(packed.headers.get('content-encoding')).toBe(encoding);
        expect(await packed.text()).toBe(text);
      }
    }
  });

  it(`weighs less than ${HEAVIEST / 1024} KB in all`, async () => {
    let weight = 0;
    for (const file of ['', '/app.js', '/app.css', '/previewWorker.js']) {
      weight += gzipSync(await (await fetch(`${url}${file}`)).text()).byteLength;
    }
    expect(weight).toBeLessThan(HEAVIEST);
  });

  it('serves nothing else', async () => {
    for (const path of ['/host.json', '/..%2Fpackage.json', '/%2e%2e/functions/sweep.js', '/app.js.map', '/a/b']) {
      expect((await fetch(`${url}${path}`)).status).toBe(404);
    }
  });
});
