import type { Handler, LoggedRequest } from '../../http/server.ts';
import { noFaults } from '../faults/faults.ts';
import type { Simulation } from '../routes/simulation.ts';
import { DEFAULT_SETTINGS } from '../state/settings.ts';
import { renderGroups, renderLimits, renderRequests } from './activityTables.ts';
import { type Html, html } from './html.ts';
import { renderPeople } from './peopleTable.ts';
import { renderPage } from './renderPage.ts';
import { type PeopleSearch, readPeopleSearch, searchPeople } from './searchPeople.ts';

/** Fetches the page anew every two seconds and exchanges its main part, as long as somebody looks. */
const REFRESH = `
const main = document.querySelector('main');
const title = document.title;
setInterval(async () => {
  if (document.hidden) return;
  try {
    const text = await (await fetch(location.href)).text();
    const fresh = new DOMParser().parseFromString(text, 'text/html').querySelector('main');
    if (fresh && fresh.innerHTML !== main.innerHTML) main.innerHTML = fresh.innerHTML;
    document.title = title;
  } catch {
    document.title = 'Stopped: ' + title;
  }
}, 2000);
`;

/** `GET /`: what is in the organisation, for a person. `?q=` searches people, `?page=` turns the page. */
export function showOrganisation(simulation: Simulation, requests: () => readonly LoggedRequest[]): Handler {
  const { workspace, truth, faults, limits } = simulation;
  return ({ url }) => {
    const search = readPeopleSearch(url.searchParams);
    const { people, total, pages } = searchPeople(workspace, search);
    const groups = workspace.groups.all();
    const body = html`<header><h1>${workspace.settings.host}</h1>
<span class="quiet">Slack simulator, plan ${faults.plan}</span>
<form><input type="search" name="q" value="${search.text}" placeholder="Find people" aria-label="Find people"></form>
</header>
<main>
${renderSwitches(simulation)}
<h2>${total} ${total === 1 ? 'person' : 'people'}${search.text && ' found'}</h2>
${renderPeople(people, truth)}
${renderPages(search, pages)}
<div class="columns">
<section><h2>${groups.length} ${groups.length === 1 ? 'group' : 'groups'}</h2>${renderGroups(groups)}
<h2>Rate limits</h2>${renderLimits(limits?.describe())}</section>
<section><h2>Last requests (UTC)</h2>${renderRequests(requests())}</section>
</div>
</main>`;
    return renderPage({ title: `${workspace.settings.host} | Slack simulator`, body, script: REFRESH });
  };
}

/** Switches that are not as they start. */
function renderSwitches({ faults, workspace }: Simulation): Html {
  const changed = [...findChanges(faults, noFaults(), ''), ...findChanges(workspace.settings, DEFAULT_SETTINGS, '')];
  if (changed.length === 0) return html``;
  return html`<p class="notice">Switched: ${changed.map((text) => html`<code>${text}</code> `)}</p>`;
}

/** Of tokens and secrets only the name of the switch. */
function findChanges(current: object, usual: object, at: string): readonly string[] {
  return Object.entries(current).flatMap(([key, value]) => {
    const path = at + key;
    const before: unknown = Reflect.get(usual, key);
    if (JSON.stringify(value) === JSON.stringify(before)) return [];
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return findChanges(value, Object(before), `${path}.`);
    }
    return [/tokens$|secret$/i.test(path) ? path : `${path} = ${JSON.stringify(value)}`];
  });
}

function renderPages({ text, page }: PeopleSearch, pages: number): Html {
  if (pages === 1) return html``;
  const link = (to: number, label: string) =>
    html`<a href="?${new URLSearchParams({ q: text, page: String(to) }).toString()}">${label}</a>`;
  return html`<p>${page > 1 ? link(page - 1, 'Newer') : ''} Page ${page} of ${pages} ${page < pages ? link(page + 1, 'Older') : ''}</p>`;
}
