import type { Router } from '../../http/router.ts';
import type { LocalRequest } from '../../http/server.ts';
import type { GroupRecord } from '../directory/directoryState.ts';
import { transitiveMemberIds } from '../directory/memberships.ts';
import { GraphError, notFound } from '../graphError.ts';
import { objectPage, positioned } from '../query/objectPage.ts';
import { type Services, seesMembers } from '../services.ts';

export function addGroupMemberRoutes(router: Router, { directory, faults }: Services): void {
  const sees = seesMembers(faults);
  const readGroup = (request: LocalRequest): GroupRecord => {
    const group = directory.presentGroup(request.params.id?.toLowerCase() ?? '');
    if (!group) throw notFound(request.params.id ?? '');
    if (sees(group) || !faults.refuseHiddenMembers) return group;
    throw new GraphError(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
  };

  for (const suffix of ['', '/:cast']) {
    router.on('GET', `/v1.0/groups/:id/members${suffix}`, (request) => {
      const group = readGroup(request);
      const pairs = (start: number) => (sees(group) ? group.members.from(start) : []);
      return { status: 200, body: objectPage(request, directory, pairs) };
    });
    router.on('GET', `/v1.0/groups/:id/transitiveMembers${suffix}`, (request) => {
      const ids = transitiveMemberIds(directory, readGroup(request), sees);
      return { status: 200, body: objectPage(request, directory, (start) => positioned(ids, start)) };
    });
  }
}
