/** An application permission of Microsoft Graph that the app's identity holds, and what for. */
export interface Permission {
  readonly name: string;
  readonly why: string;
}

/** What decides about permissions that not every app needs. */
export interface PermissionNeeds {
  /** A mapping uses photos. */
  readonly photos: boolean;
  /** Assigned groups may hide their members. */
  readonly hiddenGroups: boolean;
  /** Entra permits mail, which is for every mailbox of the tenant; Exchange can permit a single one instead. */
  readonly mail: boolean;
}

/** Exactly what the app asks of Graph. The one list of it. */
export function requiredPermissions({ photos, hiddenGroups, mail }: PermissionNeeds): readonly Permission[] {
  return [
    { name: 'User.Read.All', why: 'reads people, and is told when they change' },
    { name: 'Group.Read.All', why: 'reads groups and their members, and is told when they change' },
    { name: 'Application.Read.All', why: 'reads who is assigned to the Slack application' },
    ...(hiddenGroups ? [{ name: 'Member.Read.Hidden', why: 'reads members of groups that hide them' }] : []),
    ...(photos ? [{ name: 'ProfilePhoto.Read.All', why: 'reads photos, which a mapping uses' }] : []),
    ...(mail ? [{ name: 'Mail.Send', why: 'sends the notification mails of notify.email' }] : []),
  ];
}
