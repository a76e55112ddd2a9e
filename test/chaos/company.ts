import { DEMO_SLACK_SERVICE_PRINCIPAL_ID, DEMO_USER_ROLE_ID } from '../../infra/local/demo/demoIds.ts';
import type { SeededRandom } from '../../infra/local/demo/seededRandom.ts';
import { GraphError } from '../../infra/local/graph/graphError.ts';
import type { SeededUser } from '../../infra/local/slack/state/workspace.ts';
import type { Scenario } from '../support/scenario.ts';

const HEADCOUNT = 40;
const DEPARTMENTS = ['Sales', 'Finance', 'Research'];

/** People who have a Slack account before anybody is provisioned; their number in the company. */
const KNOWN_TO_SLACK = [7, 19, 33];
/** Without mail: Slack cannot take them. */
const WITHOUT_MAIL = 21;
const DISABLED = 26;

const emailOf = (number: number) => `quill${number}@contoso.example`;

/** Accounts made by hand before, with other names than Entra has. What they had besides, and Entra has not, would stay theirs. */
export const ACCOUNTS_BEFORE: readonly SeededUser[] = KNOWN_TO_SLACK.map((number) => ({
  userName: `by.hand.${number}`,
  email: emailOf(number),
  givenName: 'By',
  familyName: 'Hand',
  active: number !== 33,
}));

/** The group of this place in the company is in Slack before. */
const GROUP_KNOWN_TO_SLACK = 0;

export interface CompanyOptions {
  readonly scenario: Scenario;
  readonly random: SeededRandom;
  /** Whether people in a group within an assigned group are in scope. */
  readonly expandsNestedGroups: boolean;
}

/** A membership or an assignment that is imagined to be gone. */
interface Without {
  readonly assignmentOf?: string;
  readonly membership?: readonly [group: string, member: string];
  readonly group?: string;
}

/**
 * A made-up directory of people and groups that changes at random, and what is known of it. Half of the people are entitled
 * to their account at every moment, whatever changes about them.
 */
export class Company {
  readonly people: string[] = [];
  readonly groups: string[] = [];
  readonly #scenario: Scenario;
  readonly #random: SeededRandom;
  readonly #expandsNestedGroups: boolean;
  #alwaysEntitled = new Set<string>();
  #alwaysMembers = new Set<string>();
  #changes = 0;

  constructor({ scenario, random, expandsNestedGroups }: CompanyOptions) {
    this.#scenario = scenario;
    this.#random = random;
    this.#expandsNestedGroups = expandsNestedGroups;
    for (let number = 0; number < HEADCOUNT; number++) this.#hire(number);
    for (let number = 0; number < 6; number++) this.#found(number);
    scenario.slack.workspace.settings.duplicateGroupNames = 'allow';
    scenario.slack.workspace.groups.seed({ displayName: `Guild 0 ${GROUP_KNOWN_TO_SLACK}`, memberIds: [] });
    for (const id of this.people) if (this.#isEntitled(id)) this.#alwaysEntitled.add(id);
    this.#alwaysMembers = this.#members();
  }

  /** How many changes have been made so far. */
  get changes(): number {
    return this.#changes;
  }

  /** Entra ids of those who were entitled to an account at every moment so far. */
  get alwaysEntitled(): ReadonlySet<string> {
    return this.#alwaysEntitled;
  }

  /** `group/person`, by Entra ids, of the memberships that should have been in Slack at every moment so far. */
  get alwaysMembers(): ReadonlySet<string> {
    return this.#alwaysMembers;
  }

  /** Everything personal in the directory: names and addresses. */
  personalData(): readonly string[] {
    const names = new Set<string>(['@contoso.example', 'Quill', 'Guild']);
    for (const { displayName, surname, mail, userPrincipalName } of this.#directory.users()) {
      for (const value of [displayName, surname, mail, userPrincipalName]) {
        if (typeof value === 'string') names.add(value);
      }
    }
    return [...names];
  }

  /** Somebody whom Slack cannot take: entitled, but without an address. */
  lacksMail(id: string): boolean {
    return this.#directory.user(id)?.properties.mail === null;
  }

  /** Makes one random change. What Entra refuses (somebody is a member already) changes nothing. */
  change(): void {
    const random = this.#random;
    const person = random.pick(this.people);
    const group = random.pick(this.groups);
    try {
      const kind = random.below(20);
      if (kind < 6) this.#changeAttributes(person);
      else if (kind < 8) this.#comeOrGo(person);
      else if (kind < 9) this.#directory.setManager(person, random.chance(0.3) ? null : random.pick(this.people));
      else if (kind < 13) this.#changeMembership(group, person);
      else if (kind < 15) this.#changeAssignment(random.chance(0.4) ? group : person);
      else if (kind < 16) this.#directory.patchGroup(group, { displayName: `Guild ${this.#changes + 1}` });
      else if (kind < 17) this.#openOrClose(group);
      else if (kind < 18) this.#nest(group, random.pick(this.groups));
      else if (kind < 19) this.#hire(this.people.length);
      else this.#changeDepartment(person);
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
    }
    this.#changes += 1;
    this.#remember();
  }

  get #directory() {
    return this.#scenario.graph.directory;
  }

  #hire(number: number): void {
    const random = this.#random;
    const id = this.#scenario.addPerson(
      {
        id: random.guid(),
        userPrincipalName: emailOf(number),
        displayName: `Quill${number} Fennimore`,
        surname: `Fennimore${number}`,
        givenName: `Quill${number}`,
        jobTitle: random.pick(['Clerk', 'Engineer', 'Buyer', 'Analyst']),
        department: random.pick(DEPARTMENTS),
        accountEnabled: number !== DISABLED,
        mail: number === WITHOUT_MAIL ? null : emailOf(number),
      },
      { assigned: number % 4 !== 3 },
    );
    if (number > 0) this.#directory.setManager(id, random.pick(this.people));
    this.people.push(id);
  }

  /** The first two groups give access to those who are not assigned themselves. */
  #found(number: number): void {
    const members = this.people.filter((_, place) =>
      number < 2 ? place % 4 === 3 || this.#random.chance(0.2) : this.#random.chance(0.3),
    );
    const id = this.#scenario.addGroup(`Guild 0 ${number}`, members);
    if (number < 4) this.#scenario.assign(id);
    this.groups.push(id);
  }

  #changeAttributes(person: string): void {
    const random = this.#random;
    const step = this.#changes;
    this.#directory.patchUser(
      person,
      random.pick([
        { jobTitle: `Title ${step}` },
        { jobTitle: random.chance(0.5) ? null : `Title ${step}`, department: random.pick(DEPARTMENTS) },
        { surname: `Fennimore ${step}` },
        { mail: `quill.${step}@contoso.example` },
        { department: null, mobilePhone: `+1 555 0100 ${step}` },
      ]),
    );
  }

  #changeDepartment(person: string): void {
    this.#directory.patchUser(person, { department: this.#random.pick(DEPARTMENTS) });
  }

  #comeOrGo(person: string): void {
    const user = this.#directory.user(person);
    if (!user) {
      this.#directory.restoreUser(person);
      return;
    }
    if (user.properties.accountEnabled === false) {
      this.#directory.patchUser(person, { accountEnabled: true });
      return;
    }
    if (this.#isSettled(person)) return;
    if (this.#random.chance(0.5)) this.#directory.patchUser(person, { accountEnabled: false });
    else this.#directory.deleteUser(person);
  }

  #changeMembership(group: string, person: string): void {
    if (!this.#directory.group(group)?.members.has(person)) {
      this.#directory.addMembers(group, [person]);
      return;
    }
    if (this.#costsSettled({ membership: [group, person] })) return;
    this.#directory.removeMembers(group, [person]);
  }

  #changeAssignment(principal: string): void {
    if (this.#directory.assignmentsOf(principal).length === 0) {
      this.#directory.assign({
        principalId: principal,
        resourceId: DEMO_SLACK_SERVICE_PRINCIPAL_ID,
        appRoleId: DEMO_USER_ROLE_ID,
      });
      return;
    }
    if (!this.#costsSettled({ assignmentOf: principal })) this.#scenario.unassign(principal);
  }

  #openOrClose(group: string): void {
    if (!this.#isOpen(group)) {
      this.#directory.restoreGroup(group);
      return;
    }
    if (!this.#costsSettled({ group })) this.#directory.deleteGroup(group);
  }

  #nest(group: string, inner: string): void {
    if (!this.#directory.group(group)?.members.has(inner)) {
      this.#directory.addMembers(group, [inner]);
      return;
    }
    if (!this.#costsSettled({ membership: [group, inner] })) this.#directory.removeMembers(group, [inner]);
  }

  /** Half of the people keep what entitles them. */
  #isSettled(person: string): boolean {
    return this.people.indexOf(person) % 2 === 1 && this.#alwaysEntitled.has(person);
  }

  #costsSettled(without: Without): boolean {
    return this.people.some((person) => this.#isSettled(person) && !this.#isEntitled(person, without));
  }

  #isOpen(group: string): boolean {
    const record = this.#directory.group(group);
    return record !== undefined && record.deletedDateTime === null;
  }

  #isAssigned(principal: string, { assignmentOf }: Without = {}): boolean {
    return principal !== assignmentOf && this.#directory.assignmentsOf(principal).length > 0;
  }

  #isEntitled(person: string, without: Without = {}): boolean {
    const user = this.#directory.user(person);
    if (user?.properties.accountEnabled !== true) return false;
    if (this.#isAssigned(person, without)) return true;
    return this.groups.some((group) => this.#isAssigned(group, without) && this.#peopleIn(group, without).has(person));
  }

  /** The people of a group that is not deleted, nested ones if they count. */
  #peopleIn(group: string, without: Without = {}, seen = new Set<string>()): ReadonlySet<string> {
    const found = new Set<string>();
    if (seen.has(group) || !this.#isOpen(group) || group === without.group) return found;
    seen.add(group);
    const [outer, inner] = without.membership ?? [];
    for (const member of this.#directory.group(group)?.members ?? []) {
      if (group === outer && member === inner) continue;
      if (!this.groups.includes(member)) found.add(member);
      else if (this.#expandsNestedGroups) for (const id of this.#peopleIn(member, without, seen)) found.add(id);
    }
    return found;
  }

  #members(): Set<string> {
    const pairs = new Set<string>();
    for (const group of this.groups) {
      if (!this.#isAssigned(group)) continue;
      for (const person of this.#peopleIn(group)) if (this.#isEntitled(person)) pairs.add(`${group}/${person}`);
    }
    return pairs;
  }

  #remember(): void {
    for (const id of this.#alwaysEntitled) if (!this.#isEntitled(id)) this.#alwaysEntitled.delete(id);
    const members = this.#members();
    for (const pair of this.#alwaysMembers) if (!members.has(pair)) this.#alwaysMembers.delete(pair);
  }
}
