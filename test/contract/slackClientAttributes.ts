import type { Attributes } from '../../shared/model/attributes.ts';

export const OLD = 'urn:scim:schemas:extension:enterprise:1.0';
export const EMAIL = 'emails[type eq "work"].value';
export const MOBILE = 'phoneNumbers[type eq "mobile"].value';
export const WORK = 'phoneNumbers[type eq "work"].value';
export const ROLE = 'roles[primary eq "True"].value';
export const address = (part: string): string => `addresses[type eq "untyped"].${part}`;
export const ADDRESS: Attributes = {
  [address('streetAddress')]: '1 Main St',
  [address('locality')]: 'Oslo',
  [address('region')]: null,
  [address('postalCode')]: '0150',
  [address('country')]: 'NO',
};
