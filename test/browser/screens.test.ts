import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Download, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { APP_FOLDER, eventually, type Scenario, startScenario } from '../support/scenario.ts';
import { type ListeningHost, startHostProcess } from '../support/spawnFunctionHost.ts';
import { checkScreen, openPage, tabThrough } from './dashboardPage.ts';
import { openBrowser } from './openBrowser.ts';

let scenario: Scenario;
let browser: Browser;
let page: Page;
let folder: string;
let problems: readonly string[];
let ada: string;
let ben: string;
beforeAll(async () => {
  browser = await openBrowser();
  folder = await mkdtemp(join(tmpdir(), 'secrets-'));
  const secrets = join(folder, 'secrets.json');
  await writeFile(secrets, JSON.stringify({ 'slack-token': 'first-token' }));
  scenario = await startScenario({
    settings: {
      NOTIFY_SENDER: 'provisioning@contoso.example',
      SLACK_TOKEN: '',
      SLACK_CLIENT_ID: '12.34',
      SLACK_CLIENT_SECRET: 'secret',
      SECRETS_FILE: secrets,
    },
    configure: (standard) => ({
      ...standard,
      notify: { email: ['ops@contoso.example'] },
      users: {
        ...standard.users,
        filters: [
          {
            name: 'Not the sales team',
            clauses: [{ attribute: 'department', operator: 'NOT EQUALS', value: 'Sales' }],
          },
        ],
      },
    }),
  });
  const person = (name: string, more = {}) =>
    scenario.addPerson({
      userPrincipalName: `${name.toLowerCase()}@contoso.example`,
      displayName: `${name} Example`,
      department: 'Engines',
      ...more,
    });
  scenario.addPerson({ userPrincipalName: 'provisioning@contoso.example' }, { assigned: false });
  ada = person('Ada');
  ben = person('Ben', { department: 'Sales' });
  person('Nobody', { mail: null });
  await scenario.provision();
  await scenario.patchUser(ada, { jobTitle: 'Countess' });
  await eventually(() => expect(scenario.account('ada@contoso.example')?.title).toBe('Countess'));
  ({ page, problems } = await openPage(browser, scenario.stack.functionsUrl, 'logs'));
});
afterAll(async () => {
  await browser.close();
  await scenario.close();
  await rm(folder, { recursive: true });
});

const go = (place: string) => page.evaluate((hash) => location.assign(hash), `#/${place}`);
const seen = (text: string | RegExp) => page.getByText(text).first().waitFor();
const logRows = () => page.getByRole('table', { name: 'Provisioning log' }).getByRole('row');
const entries = (text: string) => page.getByRole('status').getByText(text, { exact: true }).waitFor();
const text = async (download: Download) => readFile((await download.path()) ?? '', 'utf8');

describe('the logs', () => {
  it('show what happened, the newest first', async () => {
    await entries('4 entries');
    expect(await logRows().nth(1).innerText()).toMatch(/Updated\s+Ada Example\s+title\s+changed in Entra/);
    await checkScreen(page);
  });

  it('filter by outcome, free text, person and error code, and keep that in the address', async () => {
    await page.getByLabel('Outcome').selectOption('failed');
    await entries('1 entry');
    expect(await logRows().nth(1).innerText()).toMatch(/Failed\s+Nobody Example\s+Slack requires/);
    expect(page.url()).toContain('outcome=failed');
    await page.getByLabel('Outcome').selectOption('');
    await page.getByLabel('Search').fill('sales filter');
    await seen('Nothing fits. Remove a filter or a word.');
    await page.getByLabel('Search').fill('example ada');
    await entries('2 entries');
    await page.getByRole('button', { name: 'Remove all filters' }).click();
    await page.getByText('More filters').click();
    await page.getByLabel('Error code').fill('mandatoryfieldsmissing');
    await entries('1 entry');
    await checkScreen(page);
    await page.getByRole('button', { name: 'Remove all filters' }).click();
    await page.getByLabel('Person or group').fill('BEN@contoso.example');
    await entries('1 entry');
    await page.getByRole('button', { name: 'Remove all filters' }).click();
    await page.getByLabel('From').fill('2099-01-01T00:00');
    await seen('Nothing fits');
    await page.getByRole('button', { name: 'Remove all filters' }).click();
    await entries('4 entries');
  });

  it('open an entry with its five steps, values before and after, and what to do', async () => {
    await page.getByRole('button', { name: 'Nobody Example' }).click();
    const dialog = page.getByRole('dialog', { name: 'Nobody Example' });
    await dialog.getByText('What you can do').waitFor();
    expect(await dialog.innerText()).toMatch(/Fill in what Slack requires in Entra/);
    await checkScreen(page);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Ada Example' }).first().click();
    const update = page.getByRole('dialog', { name: 'Ada Example' });
    await update.getByRole('row', { name: 'title Clerk Countess' }).waitFor();
    for (const step of ['Read from Entra', 'Check the scope', 'Find in Slack', 'Decide', 'Write to Slack']) {
      await update.getByRole('heading', { name: step }).waitFor();
    }
    await update.getByText("Not the sales team: department NOT EQUALS 'Sales' holds").waitFor();
    await update.getByText('Attributes that were read').click();
    expect(await update.innerText()).toMatch(/jobTitle\s+Countess/);
    await checkScreen(page);
  });

  it('lead to the whole history of a person', async () => {
    await page.getByRole('link', { name: 'Whole history' }).click();
    await page.getByRole('heading', { name: 'The whole history of Ada Example' }).waitFor();
    await entries('2 entries');
    await checkScreen(page);
    await page.getByRole('link', { name: 'Show everybody' }).click();
    await entries('4 entries');
  });

  it('show what happens while somebody looks', async () => {
    await scenario.patchUser(ada, { jobTitle: 'Engineer' });
    await entries('5 entries');
    await page.getByRole('checkbox', { name: 'Show new entries as they come' }).uncheck();
  });

  it('are exported as CSV, and as JSON in the shape of Entra', async () => {
    const save = async (name: string) => {
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name }).click();
      return text(await download);
    };
    const csv = await save('Export CSV');
    expect(csv.trim().split('\r\n')).toHaveLength(6);
    expect(csv).toContain('MandatoryFieldsMissing');
    const { value } = JSON.parse(await save('Export JSON')) as { value: object[] };
    expect(value).toHaveLength(5);
    expect(value[0]).toMatchObject({ provisioningAction: 'update', sourceIdentity: { displayName: 'Ada Example' } });
  });
});

describe('provisioning on demand', () => {
  it('finds a person as they are typed, with the keyboard alone', async () => {
    await go('provision');
    await page.getByRole('combobox', { name: 'Find a person' }).fill('nobody at all');
    await seen('Nobody in Entra begins like this.');
    await page.getByRole('combobox', { name: 'Find a person' }).fill('be');
    await page.getByRole('option', { name: /Ben Example/ }).waitFor();
    await checkScreen(page);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Ben Example' }).waitFor();
  });

  it('says in a dry run which clause keeps somebody out, and does nothing', async () => {
    await page.getByRole('button', { name: 'Dry run' }).click();
    await seen('Nothing has been done. Provisioning now would end like this:');
    await seen("Not the sales team: department NOT EQUALS 'Sales' does not hold");
    const tests = await page.getByRole('list').filter({ hasText: 'Assigned to the application' }).last().innerText();
    expect(tests).toMatch(/Assigned to the application\s+yes[\s\S]*Passes the scoping filters\s+no/);
    await checkScreen(page);
    expect(scenario.account('ben@contoso.example')).toBeUndefined();
  });

  it('shows the queries, the steps as they happen and the changes of a real run', async () => {
    scenario.graph.faults.dropNotifications = 1;
    await scenario.patchUser(ben, { department: 'Engines' });
    scenario.slack.faults.latencyMs = 700;
    await page.getByRole('button', { name: 'Provision now' }).click();
    await page.getByRole('heading', { name: 'Read from Entra' }).waitFor();
    expect(await page.getByRole('heading', { name: 'Write to Slack' }).count()).toBe(0);
    await page.getByRole('heading', { name: 'Write to Slack' }).waitFor();
    scenario.slack.faults.latencyMs = 0;
    await seen('Asked Slack for email eq "ben@contoso.example": nothing found');
    await page.getByRole('row', { name: 'department Engines' }).waitFor();
    expect(scenario.account('ben@contoso.example')?.active).toBe(true);
    await checkScreen(page);
  });
});

describe('the mapping', () => {
  it('shows the configuration in force', async () => {
    await go('mapping');
    await page.getByRole('row', { name: /^title \[jobTitle\] always/ }).waitFor();
    await seen('department NOT EQUALS');
    await checkScreen(page);
  });

  it('tries an expression with the attributes of a real person, as it is typed', async () => {
    await page.getByRole('combobox', { name: 'Take the attributes of a person' }).fill('ada');
    await page.getByRole('option', { name: /Ada Example/ }).click();
    await page.getByRole('textbox', { name: 'Expression' }).fill('ToUpper([jobTitle])');
    await page.locator('#result').getByText('ENGINEER').waitFor();
    await page.getByRole('button', { name: 'Try userName' }).click();
    await page.locator('#result').getByText('ada', { exact: true }).waitFor();
    await checkScreen(page);
  });

  it('says where an expression is wrong', async () => {
    await page.getByRole('textbox', { name: 'Expression' }).fill('Join(", ", [surname]');
    await page.locator('#result.result pre').waitFor();
    await checkScreen(page);
  });
});

describe('the insights', () => {
  it('draw what happened by day, how well and how fast, and tell the figures in a table', async () => {
    await go('insights');
    await page.getByRole('img', { name: /^Entries by day/ }).waitFor();
    await page.getByText('As a table').click();
    const head = page.getByRole('row', { name: /^Day/ });
    expect(await head.innerText()).toMatch(/Failed\s+Created\s+Updated\s+Skipped/);
    await page
      .getByRole('img', { name: /Time from change to Slack by day: .*Half of the changes within \d/ })
      .waitFor();
    await checkScreen(page);
    await page.locator('.beside select').selectOption('codes');
    await page.getByRole('columnheader', { name: 'MandatoryFieldsMissing' }).waitFor();
    await page.getByRole('radio', { name: '90 days' }).check();
    await page.getByRole('link', { name: 'MandatoryFieldsMissing' }).click();
    await entries('1 entry');
  });
});

describe('the connection', () => {
  it('is tested, and what is wrong is said', async () => {
    await go('connection');
    await seen('Everything that provisioning needs works.');
    await checkScreen(page);
    scenario.slack.faults.tokens = ['another'];
    await page.getByRole('button', { name: 'Test again' }).click();
    await seen('Something that provisioning needs does not work.');
    scenario.slack.faults.tokens = null;
    await checkScreen(page);
  });

  it('tells whether alerts arrive', async () => {
    await page.getByRole('button', { name: 'Send a test message' }).click();
    await seen('Mail: sent');
    await checkScreen(page);
  });

  it('is authorised in Slack, and the page comes back', async () => {
    scenario.slack.workspace.seedUser({ kind: 'owner', userName: 'owner', email: 'owner@contoso.example' });
    await page.getByRole('button', { name: 'Authorise in Slack…' }).click();
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.getByRole('heading', { name: 'Slack is connected' }).waitFor();
    await page.getByRole('link', { name: 'Back to the dashboard' }).click();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    expect(await readFile(join(folder, 'secrets.json'), 'utf8')).not.toContain('first-token');
  });
});

it.each(['overview', 'logs', 'provision', 'preview', 'mapping', 'insights', 'connection'])(
  '%s can be walked with the Tab key, and the focus comes back',
  async (screen) => {
    await page.goto(`${scenario.stack.functionsUrl}/api/dashboard#/${screen}`);
    await page.reload();
    await page.getByRole('heading', { level: 1 }).waitFor();
    const stops = await tabThrough(page);
    expect(stops.slice(0, 2)).toEqual(['button Skip to content', 'a Overview']);
    expect(stops.length).toBeGreaterThan(9);
  },
);

describe('who may not look yet', () => {
  let host: ListeningHost;
  afterEach(() => host.stop());
  const start = async (options: readonly string[], more: Record<string, string>) => {
    host = await startHostProcess(APP_FOLDER, ['--no-timers', ...options], { ...scenario.stack.settings, ...more });
    return (await openPage(browser, host.url, 'overview')).page;
  };

  it('is asked for a function key, which stays in the tab and out of every address', async () => {
    const gate = await start(['--enable-auth'], {});
    const [, key = ''] = /Function key: (\S+)/u.exec(host.lines.join('\n')) ?? [];
    await gate.getByLabel('Function key').fill('wrong');
    await gate.keyboard.press('Enter');
    await gate.getByRole('alert').getByText('The app does not take this key.').waitFor();
    await checkScreen(gate);
    const addresses: string[] = [];
    gate.on('request', (request) => addresses.push(request.url()));
    await gate.getByLabel('Function key').fill(key);
    await gate.getByRole('button', { name: 'Continue' }).click();
    await gate.getByRole('heading', { name: 'Overview' }).waitFor();
    await gate.reload();
    await gate.getByText('Active accounts').waitFor();
    expect(addresses.filter((address) => address.includes(key))).toEqual([]);
    await gate.evaluate(() => sessionStorage.clear());
    await gate.goto('about:blank');
    await gate.goto(`${host.url}/api/dashboard#/insights?code=${encodeURIComponent(key)}`);
    await gate.getByRole('heading', { name: 'Insights' }).waitFor();
    await gate.getByRole('img', { name: /^Entries by day/ }).waitFor();
    expect(gate.url()).toBe(`${host.url}/api/dashboard#/insights`);
    expect(addresses.filter((address) => address.includes(key))).toEqual([]);
  });

  it('is led to sign in with Entra ID where that is asked for', async () => {
    const gate = await start([], { ADMIN_AUTH: 'entra', WEBSITE_AUTH_ENABLED: 'True' });
    await gate.getByText('Sign in with Entra ID to use this route.').waitFor();
    const link = gate.getByRole('link', { name: 'Sign in with Entra ID' });
    expect(await link.getAttribute('href')).toBe('/.auth/login/aad?post_login_redirect_uri=%2Fapi%2Fdashboard');
    await checkScreen(gate);
  });
});

it('leads to the sign-in when the platform sends the page there instead of answering', async () => {
  const { page: gate, close } = await openPage(browser, scenario.stack.functionsUrl, 'overview');
  await gate.getByText('Active accounts').waitFor();
  const login = { status: 302, headers: { location: 'https://login.example/authorize' } };
  await gate.route('**/api/status', (route) => route.fulfill(login));
  await gate.getByText('You are not signed in any more.').waitFor();
  await gate.getByRole('link', { name: 'Sign in with Entra ID' }).waitFor();
  await close();
});

it('breaks no rule of its content security policy on the way', () => {
  // The browser reports every refusal of the app; those are on purpose.
  expect(problems.filter((problem) => !/status of 400/.test(problem))).toEqual([]);
});
