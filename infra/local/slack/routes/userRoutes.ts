import { setTimeout as delay } from 'node:timers/promises';
import type { Router } from '../../http/router.ts';
import type { Handler, LocalRequest } from '../../http/server.ts';
import { strikes } from '../faults/injectFault.ts';
import { parseFilter, USER_FILTER_NAMES } from '../filter/parseFilter.ts';
import { selectAccounts } from '../filter/selectAccounts.ts';
import type { Account } from '../state/account.ts';
import { SlackError } from '../state/slackError.ts';
import { answerJson } from '../wire/answerJson.ts';
import type { Dialect } from '../wire/dialect.ts';
import { readBody, readResource } from '../wire/readResource.ts';
import { renderUser } from '../wire/renderUser.ts';
import { createUser, deactivateUser, patchUser, replaceUser, requireUser } from '../writes/writeUser.ts';
import { authenticate } from './authenticate.ts';
import { readPage } from './page.ts';
import type { Simulation } from './simulation.ts';

/** `/Users` of one SCIM version. */
export function addUserRoutes(router: Router, dialect: Dialect, simulation: Simulation): void {
  const root = `/scim/${dialect.version}`;
  const { urns } = dialect;
  const { workspace, faults } = simulation;

  const render = (request: LocalRequest, account: Account): object =>
    renderUser(account, { urns, root: `${request.url.origin}${root}`, host: workspace.settings.host });

  const show = (request: LocalRequest, account: Account): object => render(request, asRead(account, simulation));

  /** A write answers the truth, but a new photo only shows later: Slack fetches it in its own time. */
  const write =
    (perform: (request: LocalRequest) => Account): Handler =>
    async (request) => {
      const before = workspace.user(idOf(request));
      const after = await lock(simulation, request.params.id, () => perform(request));
      return answerJson(before ? 200 : 201, render(request, { ...after, photo: before?.photo ?? '' }));
    };

  const listUsers: Handler = (request) => {
    const query = request.url.searchParams;
    const sortOrder = query.get('sortOrder');
    const isSortOrder = sortOrder === null || ['ascending', 'descending'].includes(sortOrder.toLowerCase());
    if (!isSortOrder) throw new SlackError('invalid_sort_order');
    const { startIndex, count } = readPage(query);
    const filter = query.get('filter');
    const found = filter === null ? undefined : selectAccounts(workspace, parseFilter(filter, USER_FILTER_NAMES));
    const [from, to] = [startIndex - 1, startIndex - 1 + count];
    const page = found?.slice(from, to) ?? workspace.usersBetween(from, to);
    const { missingRows, extraTotal } = faults.shortListing;
    const rows = page.slice(0, Math.max(0, page.length - missingRows));
    const total = (found?.length ?? workspace.size) + extraTotal;
    const resources = rows.map((account) => show(request, account));
    return answerJson(200, dialect.renderList(resources, total, startIndex));
  };

  const refuseMissingId: Handler = () => {
    throw new SlackError('missing_user_id');
  };

  router
    .on('GET', `${root}/Users`, listUsers)
    .on('GET', `${root}/Users/:id`, (request) => answerJson(200, show(request, requireUser(workspace, idOf(request)))))
    .on(
      'POST',
      `${root}/Users`,
      write((request) => {
        if (strikes(faults, 'invitedUserNotCreated')) throw new SlackError('invited_user_not_created');
        const edits = readResource(readBody(request.body), urns);
        return createUser(workspace, edits, authenticate(request.headers, faults));
      }),
    )
    .on(
      'PUT',
      `${root}/Users/:id`,
      write((request) => {
        const edits = readResource(readBody(request.body), urns);
        const rights = authenticate(request.headers, faults);
        return afterUpdate(simulation, replaceUser(workspace, idOf(request), edits, rights));
      }),
    )
    .on(
      'PATCH',
      `${root}/Users/:id`,
      write((request) => {
        const edits = dialect.readPatch(readBody(request.body));
        const rights = authenticate(request.headers, faults);
        return afterUpdate(simulation, patchUser(workspace, idOf(request), edits, rights));
      }),
    )
    .on('DELETE', `${root}/Users/:id`, async (request) => {
      const id = idOf(request);
      await lock(simulation, id, () => deactivateUser(workspace, id, authenticate(request.headers, faults)));
      return { status: dialect.statusOfDelete };
    })
    .on('PUT', `${root}/Users`, refuseMissingId)
    .on('PATCH', `${root}/Users`, refuseMissingId)
    .on('DELETE', `${root}/Users`, refuseMissingId);
}

function idOf(request: LocalRequest): string {
  return request.params.id ?? '';
}

/** One write at a time per resource; a second one is refused while the first runs. */
async function lock<Result>(simulation: Simulation, id: string | undefined, perform: () => Result): Promise<Result> {
  const { locks, faults } = simulation;
  if (id !== undefined && locks.has(id)) throw new SlackError('resource_locked', { retryAfter: 1 });
  if (faults.writeDelayMs <= 0) return perform();
  if (id !== undefined) locks.add(id);
  try {
    await delay(faults.writeDelayMs);
    return perform();
  } finally {
    if (id !== undefined) locks.delete(id);
  }
}

/** Reads lag behind a deactivation (Slack's SDK tests poll for up to ten seconds). */
function asRead(account: Account, { faults, now }: Simulation): Account {
  const isFresh = account.deactivatedAt !== null && now() - account.deactivatedAt < faults.readLagMs;
  return isFresh ? { ...account, active: true } : account;
}

/** In April 2024 accounts updated by SCIM were deactivated, for want of a field that Slack had begun to require. */
function afterUpdate({ workspace, faults }: Simulation, account: Account): Account {
  return faults.deactivateOnWrite ? workspace.save({ ...account, active: false }) : account;
}
