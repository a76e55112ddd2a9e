import { isLoopback } from '../../../shared/config/settingsReader.ts';
import { ask, isAnswer } from './ask.ts';
import { type Finding, failed, passed, skipped, warning } from './section.ts';

/** Routes that do no harm if they should be open: one that looks, one that acts on what it is sent alone. */
const ROUTES = [
  { method: 'GET', path: '/api/status' },
  { method: 'GET', path: '/api/deletions' },
  { method: 'POST', path: '/api/expressions/evaluate', json: { expression: '[mail]', attributes: {} } },
] as const;

/** Whether the administrators' routes are closed to strangers. */
export async function examineAdminRoutes(appUrl: string): Promise<Finding> {
  const answers = await Promise.all(ROUTES.map(({ path, ...question }) => ask(`${appUrl}${path}`, question)));
  const statuses = answers.map((answer) => (isAnswer(answer) ? answer.status : undefined));
  return judgeRoutes(statuses, isLoopback(new URL(appUrl).hostname));
}

/**
 * Pure.
 * @param statuses of the routes' answers to a stranger, in their order; undefined where none came
 */
export function judgeRoutes(statuses: readonly (number | undefined)[], isThisMachine: boolean): Finding {
  const open = ROUTES.filter((_, index) => isSuccess(statuses[index]));
  if (open.length > 0 && isThisMachine) return skipped('On this machine the host asks for no key.');
  if (open.length > 0) {
    return failed(
      `Anybody can call ${open.map(({ path }) => path).join(', ')}, without key or sign-in.`,
      'Stop the app until it is deployed as it was built: ADMIN_AUTH must be "key", or "entra" with App Service authentication on.',
    );
  }
  if (statuses.every(isRefusal)) return passed('Without key or sign-in the routes of the administrators are closed.');
  return warning(
    'Not every route of the administrators answered, so that it is not certain that they are closed.',
    'See whether the app runs, and whether it is the version that this doctor belongs to.',
  );
}

function isSuccess(status: number | undefined): boolean {
  return status !== undefined && status >= 200 && status < 300;
}

/** 302: App Service authentication sends people to sign in. */
function isRefusal(status: number | undefined): boolean {
  return status === 401 || status === 403 || status === 302;
}
