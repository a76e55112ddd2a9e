import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Download, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PreviewItem } from '../../shared/model/preview.ts';
import { APP_FOLDER, type Scenario, startScenario } from '../support/scenario.ts';
import { checkScreen, openPage } from './dashboardPage.ts';
import { openBrowser } from './openBrowser.ts';

const MANY = 100_000;
/**
 * Longest time that the page may stand still, in milliseconds. It is far less on a machine that does nothing else; reading or
 * sorting so many rows in the page itself takes seconds.
 */
const LONGEST_TASK = 500;

let scenario: Scenario;
let browser: Browser;
let page: Page;
let problems: readonly string[];
let standard: string;
beforeAll(async () => {
  browser = await openBrowser();
  scenario = await startScenario();
  for (const name of ['ada', 'ben', 'cleo']) {
    scenario.addPerson({ userPrincipalName: `${name}@contoso.example`, displayName: `${name} lovelace` });
  }
  await scenario.provision();
  scenario.addPerson({ userPrincipalName: 'dora@contoso.example', displayName: 'Dora' });
  scenario.addPerson({ userPrincipalName: 'nobody@contoso.example', displayName: 'Nobody', mail: null });
  standard = await readFile(join(APP_FOLDER, 'provisioning.json'), 'utf8');
  ({ page, problems } = await openPage(browser, scenario.stack.functionsUrl, 'preview'));
});
afterAll(async () => {
  await browser.close();
  await scenario.close();
});

const rows = () => page.getByRole('table', { name: 'Preview' }).getByRole('row');
const preview = () => page.getByRole('button', { name: 'Preview with the configuration in force' }).click();
const found = (text: string) => page.getByRole('status').getByText(text, { exact: true }).waitFor();

async function text(download: Download): Promise<string> {
  return readFile((await download.path()) ?? '', 'utf8');
}

describe('the preview', () => {
  it('shows what a full cycle would do, and does nothing', async () => {
    await checkScreen(page);
    await preview();
    await page.getByRole('button', { name: '1 would be created' }).waitFor();
    await found('2 rows');
    expect(await rows().nth(1).innerText()).toMatch(/Fail\s+Nobody/);
    expect(await rows().nth(2).innerText()).toMatch(/Create\s+Dora\s+dora@contoso\.example/);
    expect(scenario.account('dora@contoso.example')).toBeUndefined();
    await checkScreen(page);
  });

  it('filters, sorts and searches', async () => {
    await page.getByRole('button', { name: '1 would be created' }).click();
    await found('1 row');
    await page.getByRole('button', { name: '1 would be created' }).click();
    await found('2 rows');
    await page.getByRole('button', { name: 'Who' }).click();
    await page.getByRole('columnheader', { name: 'Who' }).and(page.locator('[aria-sort=ascending]')).waitFor();
    await rows().nth(1).getByRole('button', { name: 'Dora' }).waitFor();
    await page.getByPlaceholder('Name, address').fill('requires');
    await found('1 row');
    await rows().nth(1).getByRole('button', { name: 'Nobody' }).waitFor();
    await page.getByPlaceholder('Name, address').fill('');
    await found('2 rows');
  });

  it('opens a row with the keyboard, shows the values, and closes with Escape', async () => {
    await page.getByRole('button', { name: 'Dora' }).focus();
    await page.keyboard.press('ArrowDown');
    await page.locator('button:focus', { hasText: 'Nobody' }).waitFor();
    await page.keyboard.press('Home');
    await page.locator('button:focus', { hasText: 'Dora' }).waitFor();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Dora' });
    await dialog.getByRole('row', { name: 'emails (work) dora@contoso.example' }).waitFor();
    await checkScreen(page);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  it('exports what is shown as CSV and JSON', async () => {
    const [csv] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export CSV' }).click(),
    ]);
    expect(csv.suggestedFilename()).toMatch(/^preview-[\d-]+\.csv$/);
    expect(await text(csv)).toMatch(/^\uFEFFoutcome,code,displayName[^\r]+\r\ncreated,,Dora,dora@contoso\.example,/);
    const [json] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export JSON' }).click(),
    ]);
    expect(JSON.parse(await text(json))).toMatchObject([{ outcome: 'created' }, { outcome: 'failed' }]);
  });

  it('says what an edited configuration would change, and what is wrong with one that cannot be used', async () => {
    await page.getByText('What would an edited provisioning.json change?').click();
    const area = page.getByLabel('or paste it here');
    const ask = page.getByRole('button', { name: 'Preview with this configuration' });
    await area.fill('{ "users": ');
    await ask.click();
    await page.getByRole('alert').getByText('This is not JSON').waitFor();
    await area.fill(standard.replace('"target": "title"', '"target": "titel"'));
    await ask.click();
    await page
      .getByRole('alert')
      .getByText(/users\.mappings\[\d+\]\.target/)
      .waitFor();
    await checkScreen(page);
    const edited = standard.replace('"source": "[jobTitle]"', '"source": "Append([jobTitle], \\" II\\")"');
    const upload = { name: 'provisioning.json', mimeType: 'application/json', buffer: Buffer.from(edited) };
    await page.getByLabel('Upload a file').setInputFiles(upload);
    await ask.click();
    await page.getByText('This is what the edited configuration would do').waitFor();
    await page.getByRole('button', { name: 'title 3' }).click();
    await found('3 rows');
    expect(await rows().nth(1).innerText()).toContain('title: Clerk → Clerk II');
    expect(scenario.account('ada@contoso.example')?.title).toBe('Clerk');
  });

  it('takes a hundred thousand rows without standing still', async () => {
    await page.route('**/api/preview', (route) => route.fulfill({ json: manyUpdates() }));
    await page.evaluate(() => {
      const longest = { ms: 0 };
      Object.assign(globalThis, { longest });
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) longest.ms = Math.max(longest.ms, duration);
      }).observe({ type: 'longtask' });
    });
    await preview();
    await found('100,000 rows');
    await page.getByPlaceholder('Name, address').fill('person 99999');
    await found('1 row');
    await page.getByPlaceholder('Name, address').fill('');
    await found('100,000 rows');
    await page.getByRole('button', { name: 'Who' }).click();
    await page.getByRole('button', { name: 'Person 0', exact: true }).focus();
    await page.keyboard.press('End');
    await page.getByRole('button', { name: 'Person 99999' }).waitFor();
    expect(await rows().count()).toBeLessThan(60);
    const longest = await page.evaluate(() => (globalThis as unknown as { longest: { ms: number } }).longest.ms);
    expect(longest).toBeLessThan(LONGEST_TASK);
    expect(problems.filter((problem) => !problem.includes('400'))).toEqual([]);
  });
});

/** An answer as a change of the mapping of titles gives it in a large tenant. */
function manyUpdates() {
  const items = Array.from(
    { length: MANY },
    (_, index): PreviewItem => ({
      kind: 'user',
      id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      displayName: `Person ${index}`,
      userPrincipalName: `person${index}@contoso.example`,
      outcome: 'updated',
      slackId: `U${index}`,
      modifiedProperties: [{ name: 'title', old: 'Clerk', new: 'Clerk II' }],
    }),
  );
  const none = { created: 0, adopted: 0, enabled: 0, disabled: 0, staged: 0, skipped: 0, failed: 0, codes: {} };
  const summary = { scanned: MANY, ...none, updated: MANY, updatesByAttribute: { title: MANY }, notice: null };
  return { summary: { ...summary, notLookedAt: 0 }, items, total: MANY };
}
