import { createHash } from 'node:crypto';
import type { Router } from '../../http/router.ts';
import { DIRECTORY_ROLES, rolesOfCaller } from '../directory/callerRoles.ts';
import type { UserRecord } from '../directory/directoryState.ts';
import { transitiveGroupIdsOf } from '../directory/memberships.ts';
import { USER_SCHEMA } from '../directory/userSchema.ts';
import { GraphError } from '../graphError.ts';
import { presentObject, showTyped } from '../query/objectPage.ts';
import { parseQuery } from '../query/queryOptions.ts';
import { type Services, seesMembers } from '../services.ts';

/** Who is signed in, as far as a fixed token can say: the tenant's first user, with the roles of switch `signedInRoles`. */
export function addMeRoutes(router: Router, { directory, faults }: Services): void {
  const me = (): UserRecord => {
    for (const [, user] of directory.users.scan(0, directory.now())) if (user.deletedDateTime === null) return user;
    throw new GraphError(400, 'BadRequest', '/me request is only valid with delegated authentication flow.');
  };

  router.on('GET', '/v1.0/me', (request) => {
    const { select } = parseQuery(request.url, { schema: USER_SCHEMA, allowed: ['select'], headers: request.headers });
    const shown = showTyped(directory, { type: 'user', record: me() }, select);
    return { status: 200, body: { '@odata.context': `${request.url.origin}/v1.0/$metadata#users/$entity`, ...shown } };
  });

  router.on('GET', '/v1.0/me/transitiveMemberOf', (request) => {
    const { id } = me();
    const roles = rolesOfCaller(faults).map((displayName) => ({
      '@odata.type': '#microsoft.graph.directoryRole',
      id: createHash('sha256').update(displayName).digest('hex').slice(0, 32),
      displayName,
      roleTemplateId: DIRECTORY_ROLES[displayName] ?? null,
    }));
    const groups = transitiveGroupIdsOf(directory, id, seesMembers(faults)).flatMap((groupId) => {
      const group = presentObject(directory, groupId);
      return group ? [showTyped(directory, group, undefined)] : [];
    });
    const context = `${request.url.origin}/v1.0/$metadata#directoryObjects`;
    return { status: 200, body: { '@odata.context': context, value: [...roles, ...groups] } };
  });

  router.on('GET', '/v1.0/organization', (request) => {
    const tenant = {
      id: directory.tenantId,
      displayName: 'Contoso',
      verifiedDomains: [{ name: 'contoso.example', isDefault: true, isInitial: false }],
    };
    return {
      status: 200,
      body: { '@odata.context': `${request.url.origin}/v1.0/$metadata#organization`, value: [tenant] },
    };
  });
}
