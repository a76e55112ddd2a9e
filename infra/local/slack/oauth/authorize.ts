import type { Handler } from '../../http/server.ts';
import type { Simulation } from '../routes/simulation.ts';
import { renderConsentPage, renderConsentProblem } from './consentPage.ts';
import { readConsentRequest, redirectTo } from './consentRequest.ts';
import { listInstallers } from './installers.ts';

/** `GET /oauth/v2/authorize`: the page on which a person consents. */
export function showConsent(simulation: Simulation): Handler {
  return ({ url }) => {
    const { settings } = simulation.workspace;
    const request = readConsentRequest(url.searchParams, settings.oauth);
    if (typeof request === 'string') return renderConsentProblem(request);
    const isEnterprise = simulation.faults.plan === 'enterprise';
    return renderConsentPage(request, { installers: listInstallers(simulation), isEnterprise, host: settings.host });
  };
}

/**
 * `POST /oauth/v2/authorize` with the same query: what the person decided. The form holds `decision` (`allow`, `cancel`),
 * `account` (default: the highest in rank) and `install` (`organisation`, `workspace`).
 */
export function takeDecision(simulation: Simulation): Handler {
  return ({ url, body }) => {
    const request = readConsentRequest(url.searchParams, simulation.workspace.settings.oauth);
    if (typeof request === 'string') return renderConsentProblem(request);
    const form = new URLSearchParams(body.toString('utf8'));
    const found = (location: string) => ({ status: 302, headers: { location } });
    if (form.get('decision') !== 'allow') return found(redirectTo(request, { error: 'access_denied' }));
    const installers = listInstallers(simulation);
    const chosen = form.get('account') ?? installers[0]?.accountId;
    const installer = installers.find(({ accountId }) => accountId === chosen);
    if (!installer) return renderConsentProblem('not_allowed');
    const install = form.get('install') === 'workspace' ? 'workspace' : 'organisation';
    const { clientId, scope, redirectUri, namesRedirect } = request;
    const grant = { clientId, scope, install, accountId: installer.accountId } as const;
    const code = simulation.tokens.issueCode(grant, namesRedirect ? redirectUri : null);
    return found(redirectTo(request, { code }));
  };
}
