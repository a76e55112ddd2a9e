import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';

const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };
/** WCAG 2.2, levels A and AA, and what axe counts as good practice beyond. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Opens a screen of the dashboard in a browser window of its own; errors of the page fail the test that looks at them. */
export async function openPage(browser: Browser, functionsUrl: string, screen: string) {
  const context = await browser.newContext({ viewport: DESKTOP, acceptDownloads: true });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', ({ message }) => problems.push(message));
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  page.setDefaultTimeout(10_000);
  await page.goto(`${functionsUrl}/api/dashboard#/${screen}`);
  return { page, problems, close: () => context.close() };
}

/** What every screen must stand: no accessibility rule broken in either theme, nothing wider than a phone. */
export async function checkScreen(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  expect(await violations(page, RULES), 'light').toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await violations(page, ['color-contrast']), 'dark').toEqual([]);
  await page.setViewportSize(PHONE);
  const hidden = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(hidden, 'pixels that are wider than a phone').toBe(0);
  expect(await violations(page, RULES), 'phone').toEqual([]);
  await page.setViewportSize(DESKTOP);
  await page.emulateMedia({ colorScheme: 'light' });
}

/** Broken rules with the elements that break them. */
async function violations(page: Page, rules: string[]): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  return page.evaluate(async (runOnly) => {
    const run = (globalThis as unknown as { axe: typeof axe }).axe.run;
    const found = await run({ runOnly });
    return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  }, rules);
}

/** Walks with the Tab key and answers what had the focus, in order, until it has been everywhere. */
export async function tabThrough(page: Page): Promise<readonly string[]> {
  const seen: string[] = [];
  for (let step = 0; step < 200; step++) {
    await page.keyboard.press('Tab');
    const name = await page.evaluate(() => {
      const focused = document.activeElement;
      if (!focused || focused === document.body) return undefined;
      const label = focused.getAttribute('aria-label') ?? focused.closest('label')?.textContent ?? focused.textContent;
      return `${focused.tagName.toLowerCase()} ${label?.trim()}`;
    });
    if (name === undefined || name === seen[0]) return seen;
    seen.push(name);
  }
  throw new Error(`The focus never came back:\n${seen.join('\n')}`);
}
