import type { Router } from '../../http/router.ts';
import type { Handler, LocalRequest } from '../../http/server.ts';
import { GROUP_FILTER_NAMES, parseFilter } from '../filter/parseFilter.ts';
import { selectGroups } from '../filter/selectGroups.ts';
import type { Group } from '../state/group.ts';
import { SlackError } from '../state/slackError.ts';
import type { WorkspaceView } from '../state/workspaceView.ts';
import { answerJson } from '../wire/answerJson.ts';
import type { Dialect } from '../wire/dialect.ts';
import { readGroup } from '../wire/readGroup.ts';
import { readBody } from '../wire/readResource.ts';
import { renderGroup } from '../wire/renderGroup.ts';
import { createGroup, deleteGroup, patchGroup, replaceGroup } from '../writes/writeGroup.ts';
import { rightsOf } from './authenticate.ts';
import { answerList, refuseBadSortOrder } from './list.ts';
import { lockResource } from './lockResource.ts';
import type { Simulation } from './simulation.ts';

/** `/Groups` of one SCIM version. */
export function addGroupRoutes(router: Router, dialect: Dialect, simulation: Simulation): void {
  const root = `/scim/${dialect.version}`;
  const { workspace, truth, reads } = simulation;

  const render = (request: LocalRequest, group: Group, view: WorkspaceView): object =>
    renderGroup(group, { urns: dialect.urns, root: `${request.url.origin}${root}`, view });

  const listGroups: Handler = (request) => {
    const query = request.url.searchParams;
    refuseBadSortOrder(query);
    const filter = query.get('filter');
    const found = filter === null ? reads.groups() : selectGroups(reads, parseFilter(filter, GROUP_FILTER_NAMES));
    return answerList(simulation, dialect, query, {
      between: (start, end) => ({ page: found.slice(start, end), total: found.length }),
      render: (group) => render(request, group, reads),
    });
  };

  const readOne: Handler = (request) => {
    const group = reads.group(idOf(request));
    if (!group) throw new SlackError('no_such_group');
    return answerJson(200, render(request, group, reads));
  };

  const create: Handler = async (request) => {
    const edits = readGroup(readBody(request.body));
    const rights = rightsOf(request.headers, simulation);
    const group = await lockResource(simulation, undefined, () => createGroup(workspace, edits, rights));
    return answerJson(201, render(request, group, truth));
  };

  const replace: Handler = async (request) => {
    const edits = readGroup(readBody(request.body));
    const rights = rightsOf(request.headers, simulation);
    const id = idOf(request);
    const group = await lockResource(simulation, id, () => replaceGroup(workspace, id, edits, rights));
    return answerJson(200, render(request, group, truth));
  };

  const patch: Handler = async (request) => {
    const edits = dialect.readGroupPatch(readBody(request.body), workspace.settings.removeMembersWithList);
    const rights = rightsOf(request.headers, simulation);
    const id = idOf(request);
    const group = await lockResource(simulation, id, () => patchGroup(workspace, id, edits, rights));
    return dialect.answersGroupPatch ? answerJson(200, render(request, group, truth)) : { status: 204 };
  };

  const remove: Handler = async (request) => {
    const id = idOf(request);
    await lockResource(simulation, id, () => deleteGroup(workspace, id));
    return { status: 204 };
  };

  const refuseMissingId: Handler = () => {
    throw new SlackError('missing_group_id');
  };

  router
    .on('GET', `${root}/Groups`, listGroups)
    .on('GET', `${root}/Groups/:id`, readOne)
    .on('POST', `${root}/Groups`, create)
    .on('PUT', `${root}/Groups/:id`, replace)
    .on('PATCH', `${root}/Groups/:id`, patch)
    .on('DELETE', `${root}/Groups/:id`, remove)
    .on('PUT', `${root}/Groups`, refuseMissingId)
    .on('PATCH', `${root}/Groups`, refuseMissingId)
    .on('DELETE', `${root}/Groups`, refuseMissingId);
}

function idOf(request: LocalRequest): string {
  return request.params.id ?? '';
}
