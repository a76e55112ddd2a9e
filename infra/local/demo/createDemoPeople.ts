import type { SeedUser } from '../graph/directory/tenantSeed.ts';
import { DEMO_DEPARTMENTS, type DemoDepartment } from './demoCompany.ts';
import { DEMO_OFFICES } from './demoOffices.ts';
import { AddressBook, identity, ordinaryPerson, workplace } from './demoPerson.ts';
import type { SeededRandom } from './seededRandom.ts';
import { UNUSUAL_PEOPLE, type UnusualPerson } from './unusualPeople.ts';

/** How someone gets into the scope of Slack. `rule`: the dynamic group decides. */
export type Access = 'group' | 'nestedGroup' | 'rule' | 'direct' | 'defaultAccess' | 'none';

export interface DemoPerson {
  readonly user: SeedUser;
  readonly access: Access;
}

/** Reports of one manager. */
const SPAN = 7;

/** All people: the chief executive, the ordinary ones by department, then the unusual ones, two of them in the recycle bin. */
export function createDemoPeople(random: SeededRandom, count: number): DemoPerson[] {
  if (count <= 0) return [];
  const book = new AddressBook();
  for (const { properties } of UNUSUAL_PEOPLE) book.reserve(String(properties.mailNickname));
  const unusual = UNUSUAL_PEOPLE.slice(0, Math.floor(count / 5));
  const binned = count >= 100 ? 2 : 0;

  const chief = createChief(random, book);
  const people: DemoPerson[] = [{ user: chief, access: 'direct' }];
  const departments = new Map<DemoDepartment, SeedUser[]>();
  for (let employee = 1; employee < count - unusual.length; employee += 1) {
    const department = pickDepartment(random);
    const person = ordinaryPerson(random, employee, department, random.pick(DEMO_OFFICES), book);
    const colleagues = departments.get(department) ?? [];
    const managerId = colleagues[Math.floor((colleagues.length - 1) / SPAN)]?.id ?? chief.id;
    const isEnabled = colleagues.length === 0 || !random.chance(0.03);
    const properties = { ...person.properties, accountEnabled: isEnabled };
    const placed = { ...person, properties, managerId };
    colleagues.push(placed);
    departments.set(department, colleagues);
    people.push({ user: placed, access: ordinaryAccess(random, placed) });
  }
  const titled = titles(random, departments);
  const everyone = people.map(({ user, access }) => ({ user: titled.get(user.id) ?? user, access }));
  const odd = unusual.map((person, index) => placeUnusual(random, person, count + index, everyone));
  return intoBin([...everyone, ...odd], binned);
}

function createChief(random: SeededRandom, book: AddressBook): SeedUser {
  const place = random.pick(DEMO_OFFICES.slice(0, 1));
  const properties = {
    ...workplace(random, 0, undefined, place),
    ...identity(book.reserve('miriam.castellanos'), 'Miriam Castellanos', 'Miriam', 'Castellanos'),
    department: 'Executive Office',
    employeeOrgData: { costCenter: 'CC-1000', division: 'Corporate' },
    jobTitle: 'Chief Executive Officer',
  };
  return { id: random.guid(), properties, managerId: null };
}

function pickDepartment(random: SeededRandom): DemoDepartment {
  let left = random.below(100);
  for (const department of DEMO_DEPARTMENTS) {
    left -= department.share;
    if (left < 0) return department;
  }
  return random.pick(DEMO_DEPARTMENTS);
}

function ordinaryAccess(random: SeededRandom, user: SeedUser): Access {
  const { department, employeeType } = user.properties;
  const luck = random.next();
  if (employeeType === 'Contractor') return 'nestedGroup';
  if (department === 'Engineering') return 'rule';
  if (luck < 0.06) return 'none';
  return luck < 0.1 ? 'direct' : 'group';
}

/** Titles follow from the place in the tree: the head of a department, those with reports, the others. */
function titles(
  random: SeededRandom,
  departments: ReadonlyMap<DemoDepartment, readonly SeedUser[]>,
): ReadonlyMap<string, SeedUser> {
  const titled = new Map<string, SeedUser>();
  for (const [department, colleagues] of departments) {
    for (const [index, user] of colleagues.entries()) {
      const hasReports = index * SPAN + 1 < colleagues.length;
      const title = index === 0 ? department.head : hasReports ? department.lead : random.pick(department.titles);
      titled.set(user.id, { ...user, properties: { ...user.properties, jobTitle: title } });
    }
  }
  return titled;
}

function placeUnusual(
  random: SeededRandom,
  person: UnusualPerson,
  employee: number,
  others: readonly DemoPerson[],
): DemoPerson {
  const id = random.guid();
  const access = person.access ?? 'group';
  if (person.isOutsider) return { user: { id, properties: person.properties, managerId: null }, access };
  // Engineering takes its members by rule; these are to come in through the static group.
  const elsewhere = DEMO_DEPARTMENTS.slice(1);
  const department = random.pick(elsewhere);
  const usual = {
    ...workplace(random, employee, department, random.pick(DEMO_OFFICES)),
    jobTitle: department.titles[0],
  };
  const properties = { ...usual, ...person.properties };
  const manager = others.find(
    ({ user }) => user.properties.department === department.name && user.properties.jobTitle === department.head,
  );
  const managerId = person.properties.department === null ? null : (manager?.user.id ?? others[0]?.user.id ?? null);
  return { user: { id, properties, managerId }, access };
}

/** Leavers of the last days: the last ordinary people without reports. */
function intoBin(people: readonly DemoPerson[], count: number): DemoPerson[] {
  const managers = new Set(people.map(({ user }) => user.managerId));
  const leavers = new Set(
    people
      .filter(({ user, access }) => access === 'group' && !managers.has(user.id))
      .slice(20, 20 + count)
      .map(({ user }) => user.id),
  );
  return people.map((person) => {
    if (!leavers.has(person.user.id)) return person;
    const { id, properties } = person.user;
    // Names in the recycle bin have the object id before them.
    const userPrincipalName = `${id.replaceAll('-', '')}${String(properties.userPrincipalName)}`;
    const user = {
      ...person.user,
      properties: { ...properties, userPrincipalName },
      deletedDateTime: '2026-01-05T16:00:00Z',
    };
    return { ...person, user };
  });
}
