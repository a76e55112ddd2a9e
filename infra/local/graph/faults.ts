/**
 * How often something goes wrong: 0 never, between 0 and 1 a probability, 1 and above every n-th time (1 = always).
 */
export type Frequency = number;

/** Requests to spoil: the next `next` of them, then each with `probability` (0..1). */
export interface RequestFault {
  next: number;
  probability: number;
  /** Only paths (with query) that contain this text; "" for all. */
  pathContains: string;
}

/** The switches that make Graph misbehave as the real one does at times. All can be changed while the simulator runs. */
export interface Faults {
  /** Time between a change and its notification. */
  deliveryDelayMs: number;
  /** Notifications that are delivered twice. */
  duplicate: Frequency;
  /** Deliver in random order: items wait up to `reorderWindowMs` more and are shuffled within a POST. */
  reorder: boolean;
  reorderWindowMs: number;
  /** Notifications that are never sent. */
  dropNotifications: Frequency;
  /** Most items in one POST. */
  notificationBatchSize: number;
  /** Reads and delta show the old state for this long after the notification went out. */
  replicationLagMs: number;
  /** Lists of app role assignments show the old state for this long (real tenants: 30 to 60 s). */
  assignmentListLagMs: number;
  /** Applications, service principals and claims policies are seen in their old state, or not at all, for this long. */
  applicationLagMs: number;
  /** Lists of members show the old state for this long, while delta queries and notifications tell the change already. */
  memberListLagMs: number;
  /** Whether the app holds `Member.Read.Hidden`. Without it the members of groups with hidden membership are left out of every answer. */
  hiddenMembersPermission: boolean;
  /** Without that permission: whether a list of such members is refused (403) instead of empty. Graph's answer is not documented. */
  refuseHiddenMembers: boolean;
  /** Whether deleted security groups go to the recycle bin like Microsoft 365 groups; they used to be gone at once. */
  binSecurityGroups: boolean;
  /** For users without a photo: metadata of a 1 x 1 picture instead of 404, as some mailboxes answer. */
  photoPlaceholder: boolean;
  /** Whether a change of manager notifies about the user. Undocumented in Graph. */
  notifyManagerChange: boolean;
  /** 429 with this `Retry-After` (sent as it stands; null for none). */
  throttle: RequestFault & { retryAfter: string | null };
  serverErrors: RequestFault & { status: number };
  /** 401, as for a token that ran out. */
  unauthorized: RequestFault;
  /** 403, as for a permission that is missing. */
  forbidden: RequestFault;
  /**
   * Directory roles of whoever calls, separated by commas. They decide who may change applications and who may grant
   * permissions on Microsoft Graph.
   */
  signedInRoles: string;
  /** The connection is closed without an answer, after the request took effect. */
  lostAnswers: RequestFault;
  /** Empty pages with a nextLink before each real delta page. */
  emptyDeltaPages: number;
  /** Changes that were already given and are given again at each use of a delta link. */
  replayDelta: number;
  /** Uses of a delta token that are answered with 410. */
  expireDeltaTokens: number;
  /** Objects (and members of groups) in a page of a delta answer. */
  deltaPageSize: number;
  /** Members in one row of a delta answer; a group with more changed members comes in several rows. */
  deltaRowMembers: number;
  /** Graph's own resource-unit limits (429 `ResourceUnitLimitExceeded`). */
  resourceUnitLimits: boolean;
  /** Whether subscriptions for `created` are taken; Graph refused them for users in the past. */
  acceptCreatedChangeType: boolean;
}

export function createFaults(): Faults {
  const request: RequestFault = { next: 0, probability: 0, pathContains: '' };
  return {
    deliveryDelayMs: 0,
    duplicate: 0,
    reorder: false,
    reorderWindowMs: 50,
    dropNotifications: 0,
    notificationBatchSize: 20,
    replicationLagMs: 0,
    assignmentListLagMs: 0,
    applicationLagMs: 0,
    memberListLagMs: 0,
    hiddenMembersPermission: true,
    refuseHiddenMembers: false,
    binSecurityGroups: true,
    photoPlaceholder: false,
    notifyManagerChange: true,
    throttle: { ...request, retryAfter: '10' },
    serverErrors: { ...request, status: 503 },
    unauthorized: { ...request },
    forbidden: { ...request },
    signedInRoles: 'Global Administrator',
    lostAnswers: { ...request },
    emptyDeltaPages: 0,
    replayDelta: 0,
    expireDeltaTokens: 0,
    deltaPageSize: 200,
    deltaRowMembers: 200,
    resourceUnitLimits: true,
    acceptCreatedChangeType: false,
  };
}

/**
 * Changes switches by a JSON object with some of their names, as `PATCH /_simulator` receives it.
 * @throws Error that names the switch when it is unknown or its value has the wrong type; nothing is changed then
 */
export function patchFaults(faults: Faults, patch: Readonly<Record<string, unknown>>): void {
  const merged = merge(faults as unknown as Record<string, unknown>, patch, '');
  Object.assign(faults, merged);
}

function merge(current: Record<string, unknown>, patch: object, path: string): Record<string, unknown> {
  const merged = { ...current };
  for (const [name, value] of Object.entries(patch)) {
    const before = current[name];
    if (!(name in current)) throw new Error(`There is no switch ${path}${name}.`);
    if (before !== null && typeof before === 'object') {
      if (value === null || typeof value !== 'object') throw new Error(`Switch ${path}${name} takes an object.`);
      merged[name] = merge(before as Record<string, unknown>, value, `${path}${name}.`);
      continue;
    }
    const isNullable = name === 'retryAfter';
    if (typeof value !== typeof before && !(isNullable && (value === null || typeof value === 'string'))) {
      throw new Error(`Switch ${path}${name} takes a ${typeof before}.`);
    }
    merged[name] = value;
  }
  return merged;
}

/** Decides whether a request is spoiled, and uses up one of the `next` ones if so. */
export function spoils(fault: RequestFault, path: string, random: () => number): boolean {
  if (!path.includes(fault.pathContains)) return false;
  if (fault.next > 0) {
    fault.next -= 1;
    return true;
  }
  return fault.probability > 0 && random() < fault.probability;
}

/**
 * Decides whether the n-th event is hit.
 * @param n counted from 1
 */
export function hits(frequency: Frequency, n: number, random: () => number): boolean {
  if (frequency <= 0) return false;
  return frequency < 1 ? random() < frequency : n % Math.round(frequency) === 0;
}
