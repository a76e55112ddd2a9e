import type { ProvisioningConfig } from '../../../shared/config/provisioningConfig.ts';
import { usedSourceAttributes } from '../../../shared/mapping/usedSourceAttributes.ts';

/** An application permission of Microsoft Graph that the app's identity holds, and what for. */
export interface Permission {
  readonly name: string;
  readonly why: string;
}

/** Features that `provisioning.json` does not show. */
export interface PermissionOptions {
  /** Assigned groups may hide their members. */
  readonly hiddenGroups: boolean;
  /** Entra permits mail, which is for every mailbox of the tenant; Exchange can permit a single one instead. */
  readonly mail: boolean;
}

/** Exactly what the app asks of Graph, by what it is configured to do. The one list of it. */
export function requiredPermissions(
  { users }: Pick<ProvisioningConfig, 'users'>,
  { hiddenGroups, mail }: PermissionOptions,
): readonly Permission[] {
  const readsPhotos = usedSourceAttributes(users).has('thumbnailPhoto');
  return [
    { name: 'User.Read.All', why: 'reads people, and is told when they change' },
    { name: 'Group.Read.All', why: 'reads groups and their members, and is told when they change' },
    { name: 'Application.Read.All', why: 'reads who is assigned to the Slack application' },
    ...(hiddenGroups ? [{ name: 'Member.Read.Hidden', why: 'reads members of groups that hide them' }] : []),
    ...(readsPhotos ? [{ name: 'ProfilePhoto.Read.All', why: 'reads photos, which a mapping uses' }] : []),
    ...(mail ? [{ name: 'Mail.Send', why: 'sends the notification mails of notify.email' }] : []),
  ];
}
