import type { Handler, LocalRequest } from '../../http/server.ts';
import { drawServerError, renderServerError } from '../faults/injectFault.ts';
import type { Simulation } from '../routes/simulation.ts';
import { answerJson } from '../wire/answerJson.ts';
import { exchangeCode } from './exchangeCode.ts';
import { testToken } from './testToken.ts';
import { WebApiError } from './webApiError.ts';

const METHODS: Readonly<Record<string, (simulation: Simulation, request: LocalRequest) => object>> = {
  'oauth.v2.access': exchangeCode,
  'auth.test': testToken,
};

/** Answers `/api/<method>`: the methods of Slack's Web API that provisioning needs. They have server errors as SCIM has. */
export function createWebApiHandler(simulation: Simulation): Handler {
  return (request) => {
    const failure = drawServerError(simulation.faults, request.method, simulation.random);
    if (failure !== undefined) return renderServerError(failure, simulation.faults.htmlErrors);
    const method = METHODS[request.url.pathname.replace(/^\/api\//, '')];
    try {
      if (!method) throw new WebApiError('unknown_method');
      return answerJson(200, method(simulation, request));
    } catch (error) {
      if (error instanceof WebApiError) return answerJson(200, { ok: false, error: error.message });
      throw error;
    }
  };
}
