import type { Logger } from '../ports/logger.ts';
import type { Source } from '../ports/source.ts';
import { listAppRoles, listAssignments } from './assignments.ts';
import { type DeltaKind, latestDelta, readDelta } from './delta.ts';
import { findUser, searchDirectory } from './directorySearch.ts';
import type { GraphClient } from './graphClient.ts';
import { listGroups, listGroupUserIds, readGroup } from './groups.ts';
import { createPhotos } from './photos.ts';
import { listParentGroupIds, listReportIds } from './relations.ts';
import { readSigningCertificateExpiry } from './signingCertificate.ts';
import { groupProperties } from './sourceGroup.ts';
import { userProperties } from './sourceUser.ts';
import { listUsers, readUser, type UserReading } from './users.ts';

export interface SourceOptions {
  /** Object id of the enterprise application whose assignments are the scope; needed by `listAssignments` and `listAppRoles` only. */
  readonly servicePrincipalId?: string | undefined;
  /** Read the ETag of the photo with each user. */
  readonly photos?: boolean;
  /** Directory extensions (`extension_<app id without dashes>_<name>`) to read with each user and to track. */
  readonly extensionProperties?: readonly string[];
  /** The same for groups; an extension is defined for one of the two, or for both. */
  readonly groupExtensionProperties?: readonly string[];
  /** Told, once per cause, that photos cannot be read. */
  readonly logger?: Logger;
}

/** Entra through Microsoft Graph; see the port for what each method answers and throws. */
export function createSource(client: GraphClient, options: SourceOptions = {}): Source {
  const { servicePrincipalId, logger } = options;
  const properties = userProperties(options.extensionProperties);
  const ofGroups = groupProperties(options.groupExtensionProperties);
  const photos = createPhotos(client, logger);
  const reading: UserReading = { client, properties, photos: options.photos ? photos : undefined };
  // Relations are tracked when they are named in $select; $expand is not supported by delta.
  const tracked: Readonly<Record<DeltaKind, string>> = {
    users: [...properties, 'manager'].join(','),
    groups: [...ofGroups, 'members'].join(','),
  };
  return {
    readUser: (id) => readUser(reading, id),
    listUsers: () => listUsers(reading),
    readPhoto: (userId) => photos.read(userId),
    search: (kind, text, limit) => searchDirectory(client, kind, text, limit),
    findUser: (address) => findUser(client, address),
    readGroup: (id) => readGroup(client, id, ofGroups),
    listGroups: () => listGroups(client, ofGroups),
    listParentGroupIds: (object, { transitive }) => listParentGroupIds(client, object, transitive),
    listReportIds: (userId) => listReportIds(client, userId),
    latestDelta: (kind) => latestDelta(client, kind, tracked[kind]),
    deltaSelect: (kind) => tracked[kind],
    readDelta: (kind, link) => readDelta(client, kind, link),
    listAssignments: () => listAssignments(client, servicePrincipalId),
    listAppRoles: () => listAppRoles(client, servicePrincipalId),
    signingCertificateExpiry: async () =>
      servicePrincipalId === undefined ? undefined : readSigningCertificateExpiry(client, servicePrincipalId),
    listGroupUserIds: (groupId, { transitive }) => listGroupUserIds(client, groupId, transitive),
  };
}
