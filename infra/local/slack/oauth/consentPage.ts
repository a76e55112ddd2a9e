import type { LocalResponse } from '../../http/server.ts';
import { type Html, html } from '../page/html.ts';
import { renderPage } from '../page/renderPage.ts';
import type { ConsentProblem, ConsentRequest } from './consentRequest.ts';
import type { Installer } from './installers.ts';

const SCOPES: Readonly<Record<string, string>> = { admin: 'Administer the organisation: manage its people and groups' };

interface Choices {
  readonly installers: readonly Installer[];
  readonly isEnterprise: boolean;
  readonly host: string;
}

/** Asks a person for consent; the answer is posted to the same address. */
export function renderConsentPage(request: ConsentRequest, { installers, isEnterprise, host }: Choices): LocalResponse {
  const body = html`<form class="consent" method="post">
<h1>Give an app access?</h1>
<p>The app <code>${request.clientId}</code> asks for permission to act in the simulated Slack
${isEnterprise ? 'organisation' : 'workspace'} <b>${host}</b>:</p>
<ul>${request.scope.split(',').map((scope) => html`<li>${SCOPES[scope] ?? 'Scope'} <code>${scope}</code></li>`)}</ul>
<label>You are <select name="account">${installers.map(renderInstaller)}</select></label>
${isEnterprise ? INSTALL_CHOICE : ''}
<p class="quiet">The answer goes to <code>${new URL(request.redirectUri).origin}</code>.</p>
<div class="buttons">
<button name="decision" value="cancel">Cancel</button>
<button name="decision" value="allow" class="primary">Allow</button>
</div>
</form>`;
  return renderPage({ title: 'Give an app access? | Slack simulator', body });
}

const INSTALL_CHOICE = html`<label>Install it on <select name="install">
<option value="organisation">the whole organisation</option>
<option value="workspace">one workspace (SCIM will refuse it)</option>
</select></label>`;

function renderInstaller({ accountId, name }: Installer): Html {
  return html`<option value="${accountId}">${name} (${accountId})</option>`;
}

const PROBLEMS: Readonly<Record<ConsentProblem | 'not_allowed', string>> = {
  invalid_client_id: 'client_id is missing, or is not the one of the registered app.',
  no_scopes: 'user_scope is missing. SCIM needs the user scope admin.',
  bad_redirect_uri:
    'redirect_uri is missing, or is neither HTTPS nor on this machine, or is not at or below a registered redirect URL.',
  not_allowed: 'This person may not install the app.',
};

/** Tells the person what is wrong; the app hears nothing of it. */
export function renderConsentProblem(problem: ConsentProblem | 'not_allowed'): LocalResponse {
  const body = html`<main><h1>Something is wrong with this request</h1>
<p><code>${problem}</code></p><p>${PROBLEMS[problem]}</p></main>`;
  return renderPage({ title: 'Something is wrong | Slack simulator', body, status: 400 });
}
