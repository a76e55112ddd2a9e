import { createHash } from 'node:crypto';
import type { ObjectKind } from '../../shared/model/change.ts';

// A company of any size: everybody by their number, from 0, who is at the top.

/** Ten reports each. */
export function managerOf(index: number): number {
  return Math.floor(index / 10);
}

/** Seven digits, in every value that a person has of their own. */
export function numberOf(index: number): string {
  return String(1_000_000 + index);
}

/** Graph properties, every mapped one among them. */
export function personOf(index: number) {
  const number = numberOf(index);
  return {
    userPrincipalName: `person${number}@contoso.example`,
    mail: `person${number}@contoso.example`,
    mailNickname: `person${number}`,
    displayName: `Given${number} Family${number}`,
    givenName: `Given${number}`,
    surname: `Family${number}`,
    jobTitle: `Clerk ${number}`,
    department: `Department ${number}`,
    employeeId: number,
    companyName: 'Contoso',
    streetAddress: `${number} High Street`,
    city: 'Springfield',
    state: 'Oregon',
    postalCode: number,
    country: 'United States',
    mobilePhone: `+1 ${number}`,
    businessPhones: [`+2 ${number}`],
    preferredLanguage: 'en-US',
    employeeOrgData: { costCenter: `C${number}`, division: 'Research' },
    accountEnabled: true,
    userType: 'Member',
  };
}

export function groupName(index: number): string {
  return `Team ${numberOf(index)}`;
}

export function groupProperties(index: number) {
  const mailNickname = `team-${numberOf(index)}`;
  return { displayName: groupName(index), mailNickname, mailEnabled: false, securityEnabled: true };
}

/** Spread evenly, as Entra's are. */
export function entraIdOf(kind: ObjectKind, index: number): string {
  const hex = createHash('sha1').update(`${kind}${index}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

export function slackIdOf(prefix: 'U' | 'S', index: number): string {
  return `${prefix}0SEED${index.toString(36).toUpperCase().padStart(5, '0')}`;
}
