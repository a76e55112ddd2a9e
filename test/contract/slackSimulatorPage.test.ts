import { describe, expect, it } from 'vitest';
import { useSlackSimulator } from './callSlackSimulator.ts';

const slack = useSlackSimulator({ limits: 1 });
const page = async (query = '') => (await slack.call('GET', `/${query}`)).text;
/** What a person reads: text without markup. */
const words = (markup: string) =>
  markup.replace(/<style>.*<\/style>|<script>.*<\/script>/gs, '').replace(/<[^>]*>/g, ' ');

describe('the organisation page', () => {
  it('shows people with title, manager, groups and state', async () => {
    const boss = slack.simulator.workspace.seedUser({
      userName: 'boss',
      email: 'boss@example.com',
      givenName: 'Charles',
    });
    const ada = slack.seedAda({ title: 'Analyst', profile: { managerId: boss.id, department: 'Engines' } });
    slack.simulator.workspace.groups.seed({ displayName: 'Wheels', memberIds: [ada.id] });
    slack.simulator.workspace.deactivateByHand(boss.id);
    const rows = (await page()).split('<tr>').map(words);
    const row = rows.find((candidate) => candidate.includes('Ada Lovelace')) ?? '';
    for (const part of ['ada@example.com', 'Analyst', 'Engines', 'Charles', 'Wheels', 'active'])
      expect(row).toContain(part);
    expect(rows.find((candidate) => candidate.includes('boss@example.com'))).toContain('deactivated');
  });

  it('shows groups with their size, the last requests and what is left of the limits', async () => {
    slack.simulator.workspace.groups.seed({ displayName: 'Wheels', memberIds: slack.seedPeople(3) });
    await slack.call('GET', '/v2/Users/U00000NOONE');
    const rows = (await page()).split('<tr>').map((row) => words(row).replace(/\s+/g, ' '));
    expect(rows).toContainEqual(expect.stringContaining('Wheels 3'));
    expect(rows).toContainEqual(expect.stringContaining('GET /scim/v2/Users/U00000NOONE 404'));
    expect(rows).toContainEqual(expect.stringContaining('GET /Users/{id} 299 of 300'));
  });

  it('escapes whatever comes from outside, and lets no script run but its own', async () => {
    const nasty = '"><img src=x onerror=alert(1)>\'';
    slack.seedAda({ displayName: nasty, givenName: nasty, title: nasty, profile: { department: nasty } });
    slack.simulator.workspace.groups.seed({ displayName: nasty });
    await slack.call('GET', `/v2/Users?filter=${encodeURIComponent(nasty)}`);
    const answer = await slack.call('GET', `/?q=${encodeURIComponent(nasty)}`);
    expect(answer.text).not.toContain('<img');
    expect(answer.text.match(/&lt;img src=x/g)?.length).toBeGreaterThan(4);
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/script-src 'sha256-[^']+'/);
    expect(answer.text).not.toMatch(/(?:src|href)="(?!data:|\?)/);
  });

  it('shows no secrets: neither tokens nor the state of a consent', async () => {
    slack.simulator.faults.tokens = ['xoxp-concealed'];
    slack.simulator.workspace.settings.oauth.clientSecret = 'concealed-too';
    await slack.call('GET', '/oauth/v2/authorize?state=concealed-as-well');
    const text = await page();
    expect(text).toContain('tokens');
    expect(text).not.toMatch(/concealed/);
  });

  it('says which switches are not as usual', async () => {
    expect(await page()).not.toContain('Switched');
    slack.simulator.faults.serverErrors.next = 3;
    slack.simulator.workspace.settings.groupWrites = 'partial';
    const text = words(await page());
    expect(text).toContain('serverErrors.next = 3');
    expect(text).toContain('groupWrites = &quot;partial&quot;');
  });

  it('searches, and turns pages with the newest people first', async () => {
    slack.seedPeople(45);
    const first = await page();
    expect(first).toContain('45 people');
    expect(first).toContain('u44@example.com');
    expect(first).not.toContain('u24@example.com');
    expect(first).toContain('Page 1 of 3');
    expect(await page('?page=3')).toContain('u0@example.com');
    const found = await page('?q=U1%40');
    expect(found).toContain('1 person found');
    expect(found).toContain('u1@example.com');
    expect(await page('?page=99')).toContain('Nobody here.');
  });
});
