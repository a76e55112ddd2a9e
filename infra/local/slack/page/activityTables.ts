import type { LoggedRequest } from '../../http/server.ts';
import type { Group } from '../state/group.ts';
import { type Html, html } from './html.ts';

const MAX_GROUPS = 100;
const MAX_REQUESTS = 25;
/** How far back calls are looked for among the requests, which include those of this page. */
const LOOKED_AT = 1000;

/** The largest groups. */
export function renderGroups(groups: readonly Group[]): Html {
  if (groups.length === 0) return html`<p class="quiet">No groups yet.</p>`;
  const shown = groups.toSorted((one, other) => other.memberIds.size - one.memberIds.size).slice(0, MAX_GROUPS);
  const rows = shown.map(
    ({ id, displayName, memberIds, linkedToChannels, madeBySlack }) =>
      html`<tr><td title="${id}">${displayName}${linkedToChannels ? html` <span class="quiet">linked to channels</span>` : ''}${madeBySlack ? html` <span class="quiet">made by Slack</span>` : ''}</td><td class="number">${memberIds.size}</td></tr>`,
  );
  const rest = groups.length - shown.length;
  return html`<div class="wide"><table><thead><tr><th>Group</th><th class="number">Members</th></tr></thead>
<tbody>${rows}</tbody></table></div>${rest > 0 ? html`<p class="quiet">${rest} more.</p>` : ''}`;
}

/** What Slack was asked last, the latest first. */
export function renderRequests(requests: readonly LoggedRequest[]): Html {
  const calls = requests.slice(-LOOKED_AT).filter(({ path }) => /^\/(scim|api|oauth)\//.test(path));
  if (calls.length === 0) return html`<p class="quiet">Nobody has called yet.</p>`;
  const rows = calls.slice(-MAX_REQUESTS).toReversed().map(renderRequest);
  return html`<div class="wide"><table><thead><tr><th>Time</th><th>Request</th><th>Answer</th></tr></thead>
<tbody>${rows}</tbody></table></div>`;
}

function renderRequest({ at, method, path, status }: LoggedRequest): Html {
  const answer = status === 0 ? 'none' : status;
  return html`<tr><td><code>${new Date(at).toISOString().slice(11, 19)}</code></td>
<td><code>${method} ${withoutSecrets(path)}</code></td><td class="${status >= 400 || status === 0 ? 'bad' : ''}">${answer}</td></tr>
`;
}

/** The query of the consent page holds the app's signed state. */
function withoutSecrets(path: string): string {
  return path.startsWith('/oauth/') ? (path.split('?', 1)[0] ?? '') : decodeQuietly(path);
}

function decodeQuietly(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

interface BudgetState {
  readonly name: string;
  readonly left: number;
  readonly burst: number;
}

/** Slack's rate limits, and how much is left of each burst. */
export function renderLimits(budgets: readonly BudgetState[] | undefined): Html {
  if (!budgets) return html`<p class="quiet">Rate limits are off.</p>`;
  const rows = budgets.map(
    ({ name, left, burst }) =>
      html`<tr><td>${name}</td><td class="number ${left === 0 ? 'bad' : ''}">${left} of ${burst}</td></tr>`,
  );
  return html`<div class="wide"><table><thead><tr><th>Rate limit</th><th class="number">Left</th></tr></thead>
<tbody>${rows}</tbody></table></div>`;
}
