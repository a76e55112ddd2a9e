import type { SimulatorClock } from '../simulatorClock.ts';
import type { ApplicationRecord, ClaimsPolicyRecord, ServicePrincipalRecord } from './applicationRecords.ts';
import { ChangeLog, type NewChange } from './changeLog.ts';
import type { OrderedSet } from './orderedSet.ts';
import { VersionedStore } from './versionedStore.ts';

export interface UserRecord {
  readonly id: string;
  /** Only what was ever set; null for what was cleared. */
  readonly properties: Readonly<Record<string, unknown>>;
  readonly managerId: string | null;
  /** Set while the user is in the recycle bin. */
  readonly deletedDateTime: string | null;
  readonly photo?: Photo;
}

/** A profile photo, as plain data. */
export interface Photo {
  readonly contentType: string;
  readonly base64: string;
}

export interface GroupRecord {
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** Users and groups. */
  readonly members: OrderedSet;
  readonly deletedDateTime: string | null;
}

export interface AssignmentRecord {
  readonly id: string;
  readonly principalId: string;
  readonly principalType: 'User' | 'Group' | 'ServicePrincipal';
  readonly resourceId: string;
  readonly appRoleId: string;
  readonly createdDateTime: string;
}

/** How late readers see a change, in milliseconds; 0 for at once. */
export interface Lag {
  replication(): number;
  assignmentList(): number;
  memberList(): number;
  /** New applications, service principals and claims policies, and changes of them. */
  application(): number;
}

export interface DirectoryStateOptions {
  readonly tenantId: string;
  readonly applicationId: string;
  readonly clock: SimulatorClock;
  readonly lag: Lag;
  readonly newId: () => string;
  /** Whether deleted security groups go to the recycle bin; they do when missing. */
  readonly binSecurityGroups?: () => boolean;
  readonly log?: ChangeLog;
}

/** All that the tenant holds, with the indexes that keep look-ups from scanning it. Changed only by the operations beside it. */
export class DirectoryState {
  readonly tenantId: string;
  readonly applicationId: string;
  readonly applications = new VersionedStore<ApplicationRecord>();
  readonly servicePrincipals = new VersionedStore<ServicePrincipalRecord>();
  readonly claimsPolicies = new VersionedStore<ClaimsPolicyRecord>();
  readonly users = new VersionedStore<UserRecord>();
  readonly groups = new VersionedStore<GroupRecord>();
  readonly assignments = new VersionedStore<AssignmentRecord>();
  /** Lower-case user principal name of a present user, to its id. */
  readonly userIdByName = new Map<string, string>();
  readonly groupIdsByMember = new Map<string, Set<string>>();
  readonly assignmentIdsByPrincipal = new Map<string, Set<string>>();
  readonly reportIdsByManager = new Map<string, Set<string>>();
  /** Groups whose members follow from a rule. */
  readonly dynamicGroupIds = new Set<string>();
  readonly log: ChangeLog;
  readonly clock: SimulatorClock;
  readonly lag: Lag;
  readonly newId: () => string;
  readonly binSecurityGroups: () => boolean;
  /** Called after every change, assignments included. */
  onChange: () => void = () => undefined;

  constructor(options: DirectoryStateOptions) {
    this.tenantId = options.tenantId;
    this.applicationId = options.applicationId;
    this.clock = options.clock;
    this.lag = options.lag;
    this.newId = options.newId;
    this.binSecurityGroups = options.binSecurityGroups ?? (() => true);
    this.log = options.log ?? new ChangeLog();
  }

  now(): number {
    return this.clock.now();
  }

  /** ISO 8601 without fractions, as the directory stamps its objects. */
  timestamp(): string {
    return `${new Date(this.now()).toISOString().slice(0, 19)}Z`;
  }

  putUser(id: string, record: UserRecord | undefined): void {
    this.users.put(id, record, this.now(), this.now() + this.lag.replication());
  }

  putGroup(id: string, record: GroupRecord | undefined): void {
    this.groups.put(id, record, this.now(), this.now() + this.lag.replication());
  }

  /** How late lists of members show a change of members. */
  memberLag(): number {
    return Math.max(this.lag.memberList(), this.lag.replication());
  }

  putMembers(id: string, record: GroupRecord): void {
    this.groups.put(id, record, this.now(), this.now() + this.memberLag());
  }

  putAssignment(id: string, record: AssignmentRecord | undefined): void {
    const lag = Math.max(this.lag.assignmentList(), this.lag.replication());
    this.assignments.put(id, record, this.now(), this.now() + lag);
  }

  putApplication(id: string, record: ApplicationRecord | undefined): void {
    this.#putLate(this.applications, id, record);
  }

  putServicePrincipal(id: string, record: ServicePrincipalRecord | undefined): void {
    this.#putLate(this.servicePrincipals, id, record);
  }

  putClaimsPolicy(id: string, record: ClaimsPolicyRecord | undefined): void {
    this.#putLate(this.claimsPolicies, id, record);
  }

  #putLate<T>(store: VersionedStore<T>, id: string, record: T | undefined): void {
    store.put(id, record, this.now(), this.now() + this.lag.application());
    this.onChange();
  }

  /** Writes a change into the history, which also notifies. */
  record(change: NewChange): void {
    this.log.append(change, this.now(), this.now() + this.lag.replication());
    this.onChange();
  }

  /** The user readers see, unless it is in the recycle bin. */
  presentUser(id: string): UserRecord | undefined {
    const user = this.users.read(id, this.now());
    return user && user.deletedDateTime === null ? user : undefined;
  }

  presentGroup(id: string): GroupRecord | undefined {
    const group = this.groups.read(id, this.now());
    return group && group.deletedDateTime === null ? group : undefined;
  }
}

/** Adds to an index of ids by key. */
export function addTo(index: Map<string, Set<string>>, key: string, id: string): void {
  const ids = index.get(key);
  if (ids) ids.add(id);
  else index.set(key, new Set([id]));
}

/** Removes from an index of ids by key. */
export function removeFrom(index: Map<string, Set<string>>, key: string, id: string): void {
  const ids = index.get(key);
  ids?.delete(id);
  if (ids?.size === 0) index.delete(key);
}
