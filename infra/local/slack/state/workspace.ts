import {
  type Account,
  type AccountKind,
  blankAccount,
  type CustomProfile,
  EMPTY_PROFILE,
  type Guest,
} from './account.ts';
import { generateSlackId } from './generateSlackId.ts';
import type { StoredGroup } from './group.ts';
import { GroupStore } from './groupStore.ts';
import { PastStates } from './pastStates.ts';
import { DEFAULT_SETTINGS, type WorkspaceSettings } from './settings.ts';
import { formatSlackTime } from './slackTime.ts';

/** An account put there by a test or a person, past SCIM and its rules. */
export interface SeededUser {
  readonly userName: string;
  readonly email: string;
  readonly id?: string;
  readonly secondaryEmail?: string;
  readonly givenName?: string;
  readonly familyName?: string;
  readonly displayName?: string;
  readonly title?: string;
  readonly timezone?: string;
  readonly active?: boolean;
  readonly kind?: AccountKind;
  readonly profile?: Partial<CustomProfile>;
  readonly guest?: Guest;
  /** Forgotten under GDPR. */
  readonly forgotten?: boolean;
}

/** What the data file holds. */
export interface WorkspaceData {
  readonly version: 1;
  readonly accounts: readonly Account[];
  readonly customFields: readonly string[];
  readonly channelNames: readonly string[];
  /** Absent in a file of an earlier version. */
  readonly groups?: readonly StoredGroup[];
}

interface WorkspaceOptions {
  readonly now: () => number;
  readonly random: () => number;
  /** How far reads lag behind writes, in milliseconds. */
  readonly readLag?: () => number;
  /** Called after every change of the data. */
  readonly onChange?: () => void;
}

/** The organisation's accounts with their unique names, its groups and its settings. Knows no SCIM and no HTTP. */
export class Workspace {
  readonly settings: WorkspaceSettings = structuredClone(DEFAULT_SETTINGS);
  readonly groups: GroupStore;
  readonly past: PastStates<Account>;
  /** Names of the custom profile fields that SCIM made. */
  readonly customFields = new Set<string>();
  /** Channels share one namespace with user names; lower-case. */
  readonly channelNames = new Set<string>(['general', 'random']);
  readonly now: () => number;
  readonly #random: () => number;
  readonly #onChange: () => void;
  readonly #accounts = new Map<string, Account>();
  /** Ids in the order of creation: the order of listings. Nothing is ever deleted. */
  readonly #order: string[] = [];
  readonly #userNames = new Map<string, string>();
  readonly #emails = new Map<string, string>();

  constructor(options: WorkspaceOptions) {
    const { now, random, readLag = () => 0, onChange = () => {} } = options;
    this.now = now;
    this.#random = random;
    this.#onChange = onChange;
    this.groups = new GroupStore({ now, random, readLag, onChange });
    this.past = new PastStates(now, readLag);
  }

  get size(): number {
    return this.#order.length;
  }

  user(id: string): Account | undefined {
    return this.#accounts.get(id);
  }

  /** Every account, oldest first. */
  users(): readonly Account[] {
    return this.usersBetween(0, this.#order.length);
  }

  /** Accounts `start` (0-based) to `end` (exclusive) in the order of creation. */
  usersBetween(start: number, end: number): readonly Account[] {
    return this.#order.slice(start, end).flatMap((id) => this.#accounts.get(id) ?? []);
  }

  findByUserName(userName: string): Account | undefined {
    return this.user(this.#userNames.get(userName.toLowerCase()) ?? '');
  }

  /** By primary or secondary address, deactivated accounts included. */
  findByEmail(email: string): Account | undefined {
    return this.user(this.#emails.get(email.toLowerCase()) ?? '');
  }

  /** An account with a new id, not saved yet. */
  newAccount(): Account {
    let id = generateSlackId('U', this.#random);
    while (this.#accounts.has(id)) id = generateSlackId('U', this.#random);
    return blankAccount(id, formatSlackTime(this.now()));
  }

  /**
   * Stores an account, new or changed, and keeps the indexes; one that is deactivated drops out of its groups, and finds
   * them lost when it returns (undocumented). The rules were checked before.
   */
  save(account: Account): Account {
    const before = this.#accounts.get(account.id);
    this.past.note(account.id, before);
    const deactivatedAt = account.active ? null : before?.active === false ? before.deactivatedAt : this.now();
    const stored = Object.freeze({ ...account, deactivatedAt });
    if (before) this.#forget(before);
    else this.#order.push(account.id);
    this.#accounts.set(stored.id, stored);
    this.#userNames.set(stored.userName.toLowerCase(), stored.id);
    for (const email of emailsOf(stored)) this.#emails.set(email, stored.id);
    if (!stored.active && this.settings.deactivationLeavesGroups) this.groups.dropMember(stored.id);
    this.#onChange();
    return stored;
  }

  /** Puts an account there; throws a plain Error when a unique value is taken. */
  seedUser(user: SeededUser): Account {
    const { email, profile, ...fields } = user;
    const displayName = user.displayName ?? (user.kind === 'bot' ? '' : user.userName);
    const account: Account = {
      ...this.newAccount(),
      ...fields,
      displayName,
      primaryEmail: email,
      profile: profile ? { ...EMPTY_PROFILE, ...profile } : null,
    };
    this.#refuseTaken(account);
    if (this.#accounts.has(account.id)) throw new Error(`The id ${account.id} is taken.`);
    return this.save(account);
  }

  /** A person changes an account in Slack itself: no SCIM rule applies but that unique values stay unique. */
  editUser(id: string, changes: Partial<Omit<Account, 'id' | 'created' | 'deactivatedAt'>>): Account {
    const before = this.#accounts.get(id);
    if (!before) throw new Error(`There is no account ${id}.`);
    const account = { ...before, ...changes };
    this.#refuseTaken(account);
    return this.save(account);
  }

  /** A person deactivates an account in Slack's admin pages. */
  deactivateByHand(id: string): Account {
    return this.editUser(id, { active: false });
  }

  snapshot(): WorkspaceData {
    return {
      version: 1,
      accounts: this.users(),
      customFields: [...this.customFields],
      channelNames: [...this.channelNames],
      groups: this.groups.snapshot(),
    };
  }

  restore(data: WorkspaceData): void {
    for (const account of data.accounts) {
      this.save(account);
      // `save` dates a deactivation by now; the file knows better.
      this.#accounts.set(account.id, Object.freeze(account));
    }
    for (const field of data.customFields) this.customFields.add(field);
    for (const name of data.channelNames) this.channelNames.add(name);
    this.groups.restore(data.groups ?? []);
  }

  #refuseTaken(account: Account): void {
    const byName = this.findByUserName(account.userName);
    if (byName && byName.id !== account.id) throw new Error(`The user name of ${byName.id} is taken.`);
    const holder = emailsOf(account).find((email) => (this.findByEmail(email)?.id ?? account.id) !== account.id);
    if (holder !== undefined) throw new Error(`An address of ${this.findByEmail(holder)?.id} is taken.`);
  }

  #forget(account: Account): void {
    this.#userNames.delete(account.userName.toLowerCase());
    for (const email of emailsOf(account)) this.#emails.delete(email);
  }
}

function emailsOf(account: Account): readonly string[] {
  return [account.primaryEmail, account.secondaryEmail]
    .filter((email) => email !== '')
    .map((email) => email.toLowerCase());
}
