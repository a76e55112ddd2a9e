import type { SeedUser } from '../graph/directory/tenantSeed.ts';
import { DEMO_DOMAIN, type DemoDepartment } from './demoCompany.ts';
import { type Culture, DEMO_NAMES, type DemoName } from './demoNames.ts';
import type { DemoOffice } from './demoOffices.ts';
import type { SeededRandom } from './seededRandom.ts';

/** Graph user properties of a made-up person. */
export type DemoProperties = Record<string, unknown>;

/** Hands out address parts that nobody has yet: `jane.doe`, then `jane.doe2`. */
export class AddressBook {
  readonly #used = new Map<string, number>();

  reserve(localPart: string): string {
    const count = (this.#used.get(localPart) ?? 0) + 1;
    this.#used.set(localPart, count);
    return count === 1 ? localPart : this.reserve(`${localPart}${count}`);
  }
}

/** The form in which a name goes into an address: lower-case ASCII without spaces. */
export function addressPart(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9-]/g, '');
}

function displayNameOf(culture: Culture, given: DemoName, family: DemoName): string {
  return culture === 'japanese' ? `${family.native} ${given.native}` : `${given.native} ${family.native}`;
}

const digits = (random: SeededRandom, count: number): string =>
  Array.from({ length: count }, () => random.below(10)).join('');

const dateBefore2026 = (random: SeededRandom): string =>
  new Date(Date.UTC(2012 + random.below(13), random.below(12), 1 + random.below(28))).toISOString().replace('.000', '');

/** What everybody has who works in an office of the company. */
export function workplace(
  random: SeededRandom,
  employee: number,
  department: DemoDepartment | undefined,
  place: DemoOffice,
): DemoProperties {
  const hired = dateBefore2026(random);
  return {
    accountEnabled: true,
    userType: 'Member',
    department: department?.name ?? null,
    companyName: place.companyName,
    employeeId: `E${String(10_000 + employee).padStart(6, '0')}`,
    employeeType: 'Employee',
    employeeOrgData: department ? { costCenter: department.costCenter, division: department.division } : null,
    employeeHireDate: hired,
    createdDateTime: hired,
    officeLocation: place.officeLocation,
    streetAddress: place.streetAddress,
    city: place.city,
    state: place.state,
    postalCode: place.postalCode,
    country: place.country,
    usageLocation: place.usageLocation,
    preferredLanguage: place.preferredLanguage,
    businessPhones: [`${place.phonePrefix}${digits(random, 2)}`],
    mobilePhone: random.chance(0.7) ? `${place.mobilePrefix}${digits(random, 2)}` : null,
    faxNumber: random.chance(0.05) ? `${place.phonePrefix}${digits(random, 2)}` : null,
    assignedLicenses: [{ disabledPlans: [], skuId: '05e9a617-0261-4cee-bb44-138d3ef5d965' }],
  };
}

/** Name, addresses and what hangs on them. */
export function identity(
  localPart: string,
  displayName: string,
  given: string | null,
  family: string | null,
): DemoProperties {
  const address = `${localPart}@${DEMO_DOMAIN}`;
  return {
    displayName,
    givenName: given,
    surname: family,
    userPrincipalName: address,
    mail: address,
    mailNickname: localPart,
  };
}

/** One of the many: a name that fits the office, an address from it, some with an alias or a copy in the local directory. */
export function ordinaryPerson(
  random: SeededRandom,
  employee: number,
  department: DemoDepartment,
  place: DemoOffice,
  book: AddressBook,
): SeedUser {
  const culture = random.pick(place.cultures);
  const given = random.pick(DEMO_NAMES[culture].given);
  const family = random.pick(DEMO_NAMES[culture].family);
  const localPart = book.reserve(`${addressPart(given.ascii)}.${addressPart(family.ascii)}`);
  const isSynced = random.chance(0.2);
  const properties: DemoProperties = {
    ...workplace(random, employee, department, place),
    ...identity(localPart, displayNameOf(culture, given, family), given.native, family.native),
    onPremisesExtensionAttributes: random.chance(0.3) ? { extensionAttribute1: `Badge ${digits(random, 5)}` } : null,
  };
  if (random.chance(0.25)) {
    const alias = `${addressPart(given.ascii).slice(0, 1)}${addressPart(family.ascii)}${employee}`;
    properties.proxyAddresses = [`smtp:${alias}@${DEMO_DOMAIN}`];
  }
  if (random.chance(0.05)) properties.employeeType = 'Contractor';
  if (isSynced) {
    properties.onPremisesSyncEnabled = true;
    properties.onPremisesSamAccountName = localPart.slice(0, 20);
    properties.onPremisesImmutableId = Buffer.from(`demo-${employee}`).toString('base64');
  }
  return { id: random.guid(), properties };
}
