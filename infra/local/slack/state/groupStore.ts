import { generateSlackId } from './generateSlackId.ts';
import type { Group, StoredGroup } from './group.ts';
import { PastStates } from './pastStates.ts';
import { formatSlackTime } from './slackTime.ts';

/** A group put there by a test or a person, past SCIM and its rules. */
export interface SeededGroup {
  readonly displayName: string;
  readonly id?: string;
  readonly memberIds?: Iterable<string>;
  readonly linkedToChannels?: boolean;
  readonly madeBySlack?: boolean;
}

interface GroupStoreOptions {
  readonly now: () => number;
  readonly random: () => number;
  readonly readLag: () => number;
  readonly onChange: () => void;
}

/** The organisation's groups, found by id, by name and by member. Knows no rules. */
export class GroupStore {
  readonly past: PastStates<Group>;
  readonly #options: GroupStoreOptions;
  /** In the order of creation: the order of listings. */
  readonly #groups = new Map<string, Group>();
  /** Ids by lower-case name; a name need not be unique. */
  readonly #byName = new Map<string, Set<string>>();
  readonly #byMember = new Map<string, Set<string>>();

  constructor(options: GroupStoreOptions) {
    this.#options = options;
    this.past = new PastStates(options.now, options.readLag);
  }

  get size(): number {
    return this.#groups.size;
  }

  get(id: string): Group | undefined {
    return this.#groups.get(id);
  }

  /** Every group, oldest first. */
  all(): readonly Group[] {
    return [...this.#groups.values()];
  }

  /** Without regard to case. */
  findByName(displayName: string): readonly Group[] {
    return this.#lookUp(this.#byName.get(displayName.toLowerCase()));
  }

  /** The groups that an account is a member of. */
  groupsOf(accountId: string): readonly Group[] {
    return this.#lookUp(this.#byMember.get(accountId));
  }

  /** A group with a new id, not saved yet. */
  newGroup(displayName: string): Group {
    const { random, now } = this.#options;
    let id = generateSlackId('S', random);
    while (this.#groups.has(id)) id = generateSlackId('S', random);
    const created = formatSlackTime(now());
    return { id, created, displayName, memberIds: new Set(), linkedToChannels: false, madeBySlack: false };
  }

  /** Stores a group, new or changed. The rules were checked before. */
  save(group: Group): Group {
    const before = this.#groups.get(group.id);
    this.past.note(group.id, before);
    if (before) this.#unlink(before, group.memberIds);
    this.#groups.set(group.id, Object.freeze(group));
    add(this.#byName, group.displayName.toLowerCase(), group.id);
    for (const accountId of group.memberIds) add(this.#byMember, accountId, group.id);
    this.#options.onChange();
    return group;
  }

  /** For good; the members stay. */
  delete(id: string): void {
    const before = this.#groups.get(id);
    if (!before) return;
    this.past.note(id, before);
    this.#unlink(before, new Set());
    this.#groups.delete(id);
    this.#options.onChange();
  }

  /** Takes an account out of all its groups. */
  dropMember(accountId: string): void {
    for (const group of this.groupsOf(accountId)) {
      this.save({ ...group, memberIds: new Set([...group.memberIds].filter((id) => id !== accountId)) });
    }
  }

  /** Puts a group there; throws a plain Error when its id is taken. */
  seed({ memberIds = [], ...fields }: SeededGroup): Group {
    const group = { ...this.newGroup(fields.displayName), ...fields, memberIds: new Set(memberIds) };
    if (this.#groups.has(group.id)) throw new Error(`The id ${group.id} is taken.`);
    return this.save(group);
  }

  /** A person changes a group in Slack itself: no rule applies. */
  edit(id: string, { memberIds, ...changes }: Partial<Omit<SeededGroup, 'id'>>): Group {
    const before = this.#groups.get(id);
    if (!before) throw new Error(`There is no group ${id}.`);
    return this.save({ ...before, ...changes, ...(memberIds && { memberIds: new Set(memberIds) }) });
  }

  snapshot(): readonly StoredGroup[] {
    return this.all().map((group) => ({ ...group, memberIds: [...group.memberIds] }));
  }

  restore(groups: readonly StoredGroup[]): void {
    for (const group of groups) this.save({ ...group, memberIds: new Set(group.memberIds) });
  }

  #lookUp(ids: ReadonlySet<string> | undefined): readonly Group[] {
    return ids ? [...ids].flatMap((id) => this.#groups.get(id) ?? []) : [];
  }

  #unlink(group: Group, staying: ReadonlySet<string>): void {
    remove(this.#byName, group.displayName.toLowerCase(), group.id);
    for (const accountId of group.memberIds) if (!staying.has(accountId)) remove(this.#byMember, accountId, group.id);
  }
}

function add(index: Map<string, Set<string>>, key: string, id: string): void {
  const ids = index.get(key);
  if (ids) ids.add(id);
  else index.set(key, new Set([id]));
}

function remove(index: Map<string, Set<string>>, key: string, id: string): void {
  const ids = index.get(key);
  ids?.delete(id);
  if (ids?.size === 0) index.delete(key);
}
