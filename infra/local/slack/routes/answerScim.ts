import { Router } from '../../http/router.ts';
import type { Handler, LocalRequest, LocalResponse } from '../../http/server.ts';
import { cutAnswer, drawServerError, renderServerError, strikes } from '../faults/injectFault.ts';
import { budgetsOf, toRetryAfter } from '../limits/budgets.ts';
import { SlackError } from '../state/slackError.ts';
import { answerJson } from '../wire/answerJson.ts';
import { type Dialect, V1, V2 } from '../wire/dialect.ts';
import { authenticate, letTokenDie } from './authenticate.ts';
import { addDiscoveryRoutes } from './discoveryRoutes.ts';
import { addGroupRoutes } from './groupRoutes.ts';
import type { Simulation } from './simulation.ts';
import { addUserRoutes } from './userRoutes.ts';

const METHODS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);

/** Answers everything under `/scim/`: both versions on one set of data. */
export function createScimHandler(simulation: Simulation): Handler {
  const surfaces = new Map(
    [V1, V2].map((dialect) => [dialect.version, { dialect, router: addRoutes(dialect, simulation) }]),
  );
  return async (request) => {
    const version = request.url.pathname.split('/')[2] ?? '';
    const surface = surfaces.get(version as Dialect['version']);
    try {
      if (!surface) throw new SlackError('unsupported_version');
      return await answer(simulation, surface.router, request);
    } catch (error) {
      if (error instanceof SlackError) return refuse(simulation, surface?.dialect ?? V1, error);
      throw error;
    }
  };
}

function addRoutes(dialect: Dialect, simulation: Simulation): Router {
  const router = new Router();
  addDiscoveryRoutes(router, dialect);
  addUserRoutes(router, dialect, simulation);
  addGroupRoutes(router, dialect, simulation);
  return router;
}

/** The way of a request: token, plan, limits, faults, then the work. */
async function answer(simulation: Simulation, router: Router, request: LocalRequest): Promise<LocalResponse> {
  const { faults } = simulation;
  const path = request.url.pathname.replace(/^\/scim\/[^/]+/, '');
  if (!/^\/ServiceProviderConfigs?\/?$/.test(path)) authenticate(request.headers, simulation);
  takeFromBudgets(simulation, request.method, path);
  const failure = drawServerError(faults, request.method, simulation.random);
  if (failure !== undefined && faults.serverErrors.when === 'before')
    return renderServerError(failure, faults.htmlErrors);
  const response = await findRoute(router, request)();
  letTokenDie(request.headers, simulation);
  if (failure !== undefined) return renderServerError(failure, faults.htmlErrors);
  if (request.method !== 'GET' && strikes(faults, 'dropAnswers')) return { status: 0, drop: true };
  return response.body && strikes(faults, 'cutAnswers') ? cutAnswer(response) : response;
}

function takeFromBudgets({ limits }: Simulation, method: string, path: string): void {
  const wait = limits?.take(budgetsOf(method, path)) ?? 0;
  if (wait > 0) throw new SlackError('too_many_requests', { retryAfter: toRetryAfter(wait) });
}

function findRoute(router: Router, request: LocalRequest): () => LocalResponse | Promise<LocalResponse> {
  if (!METHODS.has(request.method)) throw new SlackError('method_not_allowed');
  const { run, allowed } = findDecoded(router, request);
  if (run) return run;
  throw new SlackError(allowed.length > 0 ? 'method_not_allowed' : 'bad_endpoint');
}

/** A path with a broken percent escape holds no id. */
function findDecoded(router: Router, request: LocalRequest): ReturnType<Router['find']> {
  try {
    return router.find(request);
  } catch {
    throw new SlackError('cannot_decode_user_id');
  }
}

function refuse({ faults }: Simulation, dialect: Dialect, error: SlackError): LocalResponse {
  const status = faults.errorStatuses[error.code] ?? error.status;
  const headers = error.retryAfter === undefined ? {} : { 'retry-after': String(error.retryAfter) };
  return answerJson(status, dialect.renderError({ code: error.code, message: error.message, status }), headers);
}
