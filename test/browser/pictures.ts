import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createDemoTenant } from '../../infra/local/demo/createDemoTenant.ts';
import { demoSlackAccounts } from '../../infra/local/demo/demoSlackAccounts.ts';
import { buildApp } from '../../infra/scripts/build.ts';
import { APP_FOLDER, eventually, startScenario } from '../support/scenario.ts';
import { openBrowser } from './openBrowser.ts';

/** `node test/browser/pictures.ts`: takes the pictures of the dashboard that the README shows. */

const FOLDER = join(APP_FOLDER, 'docs/images');
const SIZE = { width: 1180, height: 860 };

await buildApp();
await mkdir(FOLDER, { recursive: true });
const tenant = createDemoTenant({ users: 220 });
const scenario = await startScenario({
  tenant,
  slackAccounts: demoSlackAccounts(tenant),
  slackLimits: 5,
  configure: (standard) => ({ ...standard, safety: { maxDeletions: { count: 0, percent: 0 } } }),
});
const browser = await openBrowser();
try {
  await scenario.provision();
  const { directory } = scenario.graph;
  const people = directory
    .userIds()
    .map((id) => ({ id, name: String(directory.user(id)?.properties.displayName) }))
    .filter(({ id, name }) => /^[ -~]+$/u.test(name) && scenario.account(String(directory.user(id)?.properties.mail)));
  for (const { id } of people.slice(20, 23)) await scenario.patchUser(id, { accountEnabled: false });
  await scenario.idle();
  await scenario.runTimer('sweep');

  // Somebody has changed titles in Slack by hand, so that a full cycle has something to do.
  for (const id of directory.userIds().slice(60)) {
    const account = scenario.account(String(directory.user(id)?.properties.mail));
    if (account) scenario.slack.workspace.editUser(account.id, { title: 'Changed by hand' });
  }
  await scenario.writeJob('fullRequest', { reason: 'restarted', requestedAt: new Date().toISOString() });
  const page = await (await browser.newContext({ viewport: SIZE, colorScheme: 'light' })).newPage();
  await page.goto(`${scenario.stack.functionsUrl}/api/dashboard`);
  await scenario.runTimer('fullCycle');
  await page.getByText(/left, until/).waitFor();
  await eventually(async () => {
    if (Number(await page.getByRole('progressbar').getAttribute('value')) < 45) throw new Error('Not half way yet.');
  });
  await page.screenshot({ path: join(FOLDER, 'overview.png') });

  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto(
    `${scenario.stack.functionsUrl}/api/dashboard#/logs?outcome=updated&text=${encodeURIComponent(people.at(-1)?.name ?? '')}`,
  );
  await page.locator('.opener').first().click();
  await page.getByText('How it went').waitFor();
  await page.screenshot({ path: join(FOLDER, 'log-entry.png') });
} finally {
  await browser.close();
  await scenario.close();
}
