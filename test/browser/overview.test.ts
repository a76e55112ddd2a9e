import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, type Scenario, startScenario } from '../support/scenario.ts';
import { checkScreen, openPage, tabThrough } from './dashboardPage.ts';
import { openBrowser } from './openBrowser.ts';

let scenario: Scenario;
let browser: Browser;
let page: Page;
let problems: readonly string[];
let ids: readonly string[];
beforeAll(async () => {
  browser = await openBrowser();
  scenario = await startScenario({
    slackLimits: 1.5,
    configure: (standard) => ({ ...standard, safety: { maxDeletions: { count: 0, percent: 0 } } }),
  });
  ids = Array.from({ length: 30 }, (_, index) =>
    scenario.addPerson({ userPrincipalName: `p${index}@contoso.example`, displayName: `Person ${index}` }),
  );
  ({ page, problems } = await openPage(browser, scenario.stack.functionsUrl, 'overview'));
});
afterAll(async () => {
  await browser.close();
  await scenario.close();
});

const words = () => page.locator('main').innerText();
const seen = (text: string | RegExp) => page.getByText(text).first().waitFor();

describe('the overview', () => {
  it('says in words that nothing has happened yet', async () => {
    await seen('The first full comparison begins within a minute');
    await seen('No cycle has run yet');
    await checkScreen(page);
  });

  it('shows a cycle while it runs, with its rate and expected end, and then its result', async () => {
    const provisioned = scenario.provision();
    await page.getByRole('progressbar', { name: 'Progress of the cycle' }).waitFor();
    await seen(/^\d+ of 30$/);
    await seen(/per second/);
    await seen(/about .* left, until/);
    await provisioned;
    await seen('30 people and groups compared');
    await seen(/30 accounts are kept in step/);
    expect(await words()).toMatch(/Active accounts\s+30/);
    await checkScreen(page);
  });

  it('pauses only after a question that Escape answers with no, and starts again', async () => {
    const pause = page.getByRole('button', { name: 'Pause…' });
    await pause.press('Enter');
    await page.getByRole('dialog', { name: 'Pause provisioning?' }).waitFor();
    await checkScreen(page);
    await page.keyboard.press('Escape');
    expect((await scenario.status()).state).toBe('active');
    expect(await pause.evaluate((button) => button === document.activeElement)).toBe(true);
    await pause.press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click();
    await seen(/Paused by somebody with the key, .*Nothing is written to Slack/);
    expect((await scenario.status()).state).toBe('paused');
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await eventually(async () => expect((await scenario.status()).state).toBe('active'));
  });

  it('restarts with what was chosen', async () => {
    await page.getByRole('button', { name: 'Restart…' }).click();
    await page.getByRole('checkbox', { name: /Retry what fails/ }).uncheck();
    await page.getByRole('dialog').getByRole('button', { name: 'Restart' }).click();
    await seen(/A full cycle is requested/);
    expect(await page.getByRole('status').innerText()).not.toContain('failing objects');
  });

  it('shows who would be disabled, and approves one and rejects another', async () => {
    for (const id of ids.slice(0, 3)) await scenario.patchUser(id, { accountEnabled: false });
    await seen('3 accounts would be disabled; they wait for your decision');
    await checkScreen(page);
    await page.getByRole('button', { name: 'Approve Person 1', exact: true }).click();
    await eventually(() => expect(scenario.account('p1@contoso.example')?.active).toBe(false));
    await page.getByRole('button', { name: 'Reject Person 2', exact: true }).click();
    await seen('1 account would be disabled; they wait');
    expect(scenario.account('p2@contoso.example')?.active).toBe(true);
    await page.getByRole('button', { name: 'Approve all…' }).click();
    await page.getByRole('button', { name: 'Disable them' }).click();
    await eventually(() => expect(scenario.account('p0@contoso.example')?.active).toBe(false));
    await page.getByRole('heading', { name: /wait for your decision/ }).waitFor({ state: 'detached' });
  });

  it('says why it is in quarantine and what to do', async () => {
    scenario.slack.faults.tokens = ['another'];
    await scenario.patchUser(ids[5] ?? '', { jobTitle: 'Countess' });
    await page.getByRole('alert').getByText('In quarantine').waitFor();
    expect(await page.getByRole('alert').innerText()).toMatch(/Test the connection/);
    await checkScreen(page);
    scenario.slack.faults.tokens = null;
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByText('In quarantine').waitFor({ state: 'detached' });
  });

  it('can be walked with the Tab key from the navigation to the last button', async () => {
    await page.reload();
    await seen(/kept in step/);
    const stops = await tabThrough(page);
    expect(stops[0]).toBe('button Skip to content');
    expect(stops).toContain('a Overview');
    expect(stops.indexOf('button Pause…')).toBeGreaterThan(stops.indexOf('a Overview'));
  });

  it('keeps the chosen theme, and says so when the app does not answer', async () => {
    await page.getByLabel('Theme').selectOption('dark');
    await page.reload();
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(await background()).toBe('rgb(18, 21, 23)');
    await page.getByLabel('Theme').selectOption('system');
    expect(problems).toEqual([]);
    await page.context().setOffline(true);
    await page.getByRole('alert').getByText('The app does not answer').waitFor();
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('The app does not answer').waitFor({ state: 'detached' });
  });
});
