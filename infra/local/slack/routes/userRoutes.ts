import type { Router } from '../../http/router.ts';
import type { Handler, LocalRequest } from '../../http/server.ts';
import { strikes } from '../faults/injectFault.ts';
import { parseFilter, USER_FILTER_NAMES } from '../filter/parseFilter.ts';
import { selectAccounts } from '../filter/selectAccounts.ts';
import type { Account } from '../state/account.ts';
import { SlackError } from '../state/slackError.ts';
import type { WorkspaceView } from '../state/workspaceView.ts';
import { answerJson } from '../wire/answerJson.ts';
import type { Dialect } from '../wire/dialect.ts';
import { readBody, readResource } from '../wire/readResource.ts';
import { renderUser } from '../wire/renderUser.ts';
import { createUser, deactivateUser, decodeUserId, patchUser, replaceUser } from '../writes/writeUser.ts';
import { rightsOf } from './authenticate.ts';
import { answerList, refuseBadSortOrder } from './list.ts';
import { lockResource } from './lockResource.ts';
import type { Simulation } from './simulation.ts';

/** `/Users` of one SCIM version. */
export function addUserRoutes(router: Router, dialect: Dialect, simulation: Simulation): void {
  const root = `/scim/${dialect.version}`;
  const { urns } = dialect;
  const { workspace, truth, reads, faults } = simulation;

  const render = (request: LocalRequest, account: Account, view: WorkspaceView): object =>
    renderUser(account, { urns, root: `${request.url.origin}${root}`, host: workspace.settings.host, view });

  /** A write answers the truth, but a new photo only shows later: Slack fetches it in its own time. */
  const write =
    (perform: (request: LocalRequest) => Account): Handler =>
    async (request) => {
      const before = workspace.user(idOf(request));
      const after = await lockResource(simulation, request.params.id, () => perform(request));
      return answerJson(before ? 200 : 201, render(request, { ...after, photo: before?.photo ?? '' }, truth));
    };

  const listUsers: Handler = (request) => {
    const query = request.url.searchParams;
    refuseBadSortOrder(query);
    const filter = query.get('filter');
    const found = filter === null ? undefined : selectAccounts(reads, parseFilter(filter, USER_FILTER_NAMES));
    return answerList(simulation, dialect, query, {
      between: (start, end) =>
        found ? { page: found.slice(start, end), total: found.length } : reads.usersBetween(start, end),
      render: (account) => render(request, account, reads),
    });
  };

  const readOne: Handler = (request) => {
    const account = reads.user(decodeUserId(idOf(request)));
    if (!account) throw new SlackError('no_such_user');
    return answerJson(200, render(request, account, reads));
  };

  const refuseMissingId: Handler = () => {
    throw new SlackError('missing_user_id');
  };

  router
    .on('GET', `${root}/Users`, listUsers)
    .on('GET', `${root}/Users/:id`, readOne)
    .on(
      'POST',
      `${root}/Users`,
      write((request) => {
        if (strikes(faults, 'invitedUserNotCreated')) throw new SlackError('invited_user_not_created');
        if (faults.emailTaken) throw new SlackError('email_taken');
        const edits = readResource(readBody(request.body), urns);
        return createUser(workspace, edits, rightsOf(request.headers, simulation));
      }),
    )
    .on(
      'PUT',
      `${root}/Users/:id`,
      write((request) => {
        const edits = readResource(readBody(request.body), urns);
        const rights = rightsOf(request.headers, simulation);
        return afterUpdate(simulation, replaceUser(workspace, idOf(request), edits, rights));
      }),
    )
    .on(
      'PATCH',
      `${root}/Users/:id`,
      write((request) => {
        const edits = dialect.readPatch(readBody(request.body));
        const rights = rightsOf(request.headers, simulation);
        return afterUpdate(simulation, patchUser(workspace, idOf(request), edits, rights));
      }),
    )
    .on('DELETE', `${root}/Users/:id`, async (request) => {
      const id = idOf(request);
      await lockResource(simulation, id, () => deactivateUser(workspace, id, rightsOf(request.headers, simulation)));
      return { status: dialect.statusOfDelete };
    })
    .on('PUT', `${root}/Users`, refuseMissingId)
    .on('PATCH', `${root}/Users`, refuseMissingId)
    .on('DELETE', `${root}/Users`, refuseMissingId);
}

function idOf(request: LocalRequest): string {
  return request.params.id ?? '';
}

/** In April 2024 accounts updated by SCIM were deactivated, for want of a field that Slack had begun to require. */
function afterUpdate({ workspace, faults }: Simulation, account: Account): Account {
  return faults.deactivateOnWrite ? workspace.save({ ...account, active: false }) : account;
}
