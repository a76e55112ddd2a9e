import type { Account } from '../state/account.ts';
import type { WorkspaceView } from '../state/workspaceView.ts';
import { type Html, html } from './html.ts';

/** People with what provisioning writes about them. */
export function renderPeople(people: readonly Account[], view: WorkspaceView): Html {
  if (people.length === 0) return html`<p class="quiet">Nobody here.</p>`;
  return html`<div class="wide"><table>
<thead><tr><th>Name</th><th>User name</th><th>E-mail</th><th>Title</th><th>Manager</th><th>Groups</th><th>State</th></tr></thead>
<tbody>${people.map((account) => renderPerson(account, view))}</tbody>
</table></div>`;
}

function renderPerson(account: Account, view: WorkspaceView): Html {
  const { id, userName, primaryEmail, secondaryEmail, title, profile } = account;
  const manager = profile?.managerId ? view.user(profile.managerId) : undefined;
  const groups = view.groupsOf(id).map(({ displayName }) => displayName);
  return html`<tr>
<td title="${id}">${nameOf(account)}</td><td><code>${userName}</code></td>
<td>${primaryEmail}${secondaryEmail && html`<br><span class="quiet">${secondaryEmail}</span>`}</td>
<td>${title}${profile?.department ? html`<br><span class="quiet">${profile.department}</span>` : ''}</td>
<td>${manager ? nameOf(manager) : ''}</td><td>${groups.join(', ')}</td><td>${renderState(account)}</td>
</tr>
`;
}

function nameOf({ givenName, familyName, displayName, userName }: Account): string {
  return `${givenName} ${familyName}`.trim() || displayName || userName;
}

const KINDS: Readonly<Record<Account['kind'], string>> = {
  member: '',
  admin: 'admin',
  owner: 'owner',
  workspacePrimaryOwner: 'primary owner of a workspace',
  primaryOwner: 'primary owner',
  bot: 'bot',
};

function renderState({ active, kind, guest, forgotten }: Account): Html {
  const notes = [KINDS[kind], guest ? 'guest' : '', forgotten ? 'forgotten' : ''].filter((note) => note !== '');
  const state = active ? html`<span class="good">active</span>` : html`<span class="bad">deactivated</span>`;
  return html`${state}${notes.length > 0 ? html`<br><span class="quiet">${notes.join(', ')}</span>` : ''}`;
}
