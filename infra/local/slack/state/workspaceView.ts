import type { Account } from './account.ts';
import type { Group } from './group.ts';
import type { PastStates } from './pastStates.ts';
import type { Workspace } from './workspace.ts';

/**
 * The organisation as an answer shows it. A write answers the truth; a read may lag behind it, with what was made too
 * late not there yet (Slack's own SDK tests wait for up to ten seconds, for groups and deactivations alike).
 */
export class WorkspaceView {
  readonly #workspace: Workspace;
  readonly #isLagging: boolean;

  constructor(workspace: Workspace, kind: 'truth' | 'lagging') {
    this.#workspace = workspace;
    this.#isLagging = kind === 'lagging';
  }

  user(id: string): Account | undefined {
    const current = this.#workspace.user(id);
    return this.#isLagging ? this.#workspace.past.show(id, current) : current;
  }

  /** Every account, oldest first. */
  users(): readonly Account[] {
    const users = this.#workspace.users();
    if (this.#lateIds(this.#workspace.past).length === 0) return users;
    return users.flatMap(({ id }) => this.user(id) ?? []);
  }

  /** A page of the accounts, and how many there are. */
  usersBetween(start: number, end: number): { readonly page: readonly Account[]; readonly total: number } {
    if (this.#lateIds(this.#workspace.past).length === 0) {
      return { page: this.#workspace.usersBetween(start, end), total: this.#workspace.size };
    }
    const users = this.users();
    return { page: users.slice(start, end), total: users.length };
  }

  /** Who could have this user name; a lagging read has to look at who changed a moment ago as well. */
  usersNamed(userName: string): readonly Account[] {
    return this.#usersWith(this.#workspace.findByUserName(userName));
  }

  /** Who could have this address. */
  usersWithEmail(email: string): readonly Account[] {
    return this.#usersWith(this.#workspace.findByEmail(email));
  }

  group(id: string): Group | undefined {
    const { groups } = this.#workspace;
    return this.#isLagging ? groups.past.show(id, groups.get(id)) : groups.get(id);
  }

  /** Every group, oldest first; those that are deleted but still shown come last. */
  groups(): readonly Group[] {
    const { groups } = this.#workspace;
    const late = this.#lateIds(groups.past);
    if (late.length === 0) return groups.all();
    const ids = new Set([...groups.all().map(({ id }) => id), ...late]);
    return [...ids].flatMap((id) => this.group(id) ?? []);
  }

  groupsNamed(displayName: string): readonly Group[] {
    return this.#groupsWith(this.#workspace.groups.findByName(displayName));
  }

  groupsOf(accountId: string): readonly Group[] {
    const { groups } = this.#workspace;
    return this.#groupsWith(groups.groupsOf(accountId)).filter(({ memberIds }) => memberIds.has(accountId));
  }

  #usersWith(found: Account | undefined): readonly Account[] {
    const late = this.#lateIds(this.#workspace.past);
    const ids = new Set([...(found ? [found.id] : []), ...late]);
    return [...ids].flatMap((id) => this.user(id) ?? []);
  }

  #groupsWith(found: readonly Group[]): readonly Group[] {
    const late = this.#lateIds(this.#workspace.groups.past);
    if (late.length === 0) return found;
    const ids = new Set([...found.map(({ id }) => id), ...late]);
    return [...ids].flatMap((id) => this.group(id) ?? []);
  }

  #lateIds(past: PastStates<Account> | PastStates<Group>): readonly string[] {
    return this.#isLagging ? past.ids() : [];
  }
}
