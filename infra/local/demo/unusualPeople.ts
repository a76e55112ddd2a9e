import { DEMO_DOMAIN, DEMO_PARTNER_DOMAIN, DEMO_SECOND_DOMAIN } from './demoCompany.ts';
import { type DemoProperties, identity } from './demoPerson.ts';

/** Someone who breaks a habit of provisioning systems; laid over what everybody has. */
export interface UnusualPerson {
  /** What is unusual. */
  readonly why: string;
  readonly properties: DemoProperties;
  /** How the person gets into scope; by group when missing. */
  readonly access?: 'direct' | 'defaultAccess' | 'none';
  /** Without a place in the company: no workplace properties, no manager. */
  readonly isOutsider?: true;
}

function guest(name: string, localPart: string, state: string): DemoProperties {
  const mail = `${localPart}@${DEMO_PARTNER_DOMAIN}`;
  const [given = null, family = null] = name.split(' ');
  return {
    ...identity(`${localPart}_${DEMO_PARTNER_DOMAIN}#EXT#`, `${name} (Partner)`, given, family),
    mail,
    mailNickname: `${localPart}_${DEMO_PARTNER_DOMAIN}#EXT#`,
    otherMails: [mail],
    accountEnabled: true,
    userType: 'Guest',
    creationType: 'Invitation',
    externalUserState: state,
    companyName: 'Partner Ltd',
    assignedLicenses: [],
  };
}

/** In order of importance: a small tenant has only the first of them. */
export const UNUSUAL_PEOPLE: readonly UnusualPerson[] = [
  {
    why: 'user name far over 21 characters',
    properties: identity(
      'maximiliane-alexandra.von-hohenstein-waldburg',
      'Maximiliane-Alexandra von Hohenstein-Waldburg',
      'Maximiliane-Alexandra',
      'von Hohenstein-Waldburg',
    ),
  },
  {
    why: 'same first 20 characters of the user name as the next one',
    properties: identity('christopher.alexanderson', 'Christopher Alexanderson', 'Christopher', 'Alexanderson'),
  },
  {
    why: 'same first 20 characters of the user name as the one before',
    properties: identity('christopher.alexandersen', 'Christopher Alexandersen', 'Christopher', 'Alexandersen'),
  },
  {
    why: 'same local part as the next one, in another domain',
    properties: identity('sam.taylor', 'Sam Taylor', 'Sam', 'Taylor'),
  },
  {
    why: 'same local part as the one before, in another domain',
    properties: {
      ...identity('sam.taylor', 'Sam Taylor (Fabrikam)', 'Sam', 'Taylor'),
      userPrincipalName: `sam.taylor@${DEMO_SECOND_DOMAIN}`,
      mail: `sam.taylor@${DEMO_SECOND_DOMAIN}`,
      mailNickname: 'sam.taylor2',
      companyName: 'Fabrikam, a Contoso company',
    },
  },
  { why: 'guest', properties: guest('Priya Nair', 'priya.nair', 'Accepted'), access: 'direct', isOutsider: true },
  {
    why: 'disabled account that is still assigned',
    properties: { ...identity('martin.keller', 'Martin Keller', 'Martin', 'Keller'), accountEnabled: false },
  },
  {
    why: 'no licence, so no mailbox',
    properties: {
      ...identity('dana.whitfield', 'Dana Whitfield', 'Dana', 'Whitfield'),
      mail: null,
      assignedLicenses: [],
    },
  },
  {
    why: 'an @ in the display name, which Slack refuses',
    properties: identity('night.shift', 'Night Shift @ Support', 'Night', 'Shift'),
  },
  {
    why: 'an apostrophe in the user name',
    properties: identity("sinead.o'brien", "Sinéad O'Brien", 'Sinéad', "O'Brien"),
  },
  {
    why: 'upper-case letters in the addresses',
    properties: {
      ...identity('kim.devries', 'Kim de Vries', 'Kim', 'de Vries'),
      userPrincipalName: 'Kim.DeVries@Contoso.example',
      mail: 'Kim.DeVries@Contoso.example',
    },
  },
  {
    why: 'Default Access only',
    properties: identity('ivo.brandt', 'Ivo Brandt', 'Ivo', 'Brandt'),
    access: 'defaultAccess',
  },
  {
    why: 'Default Access only',
    properties: identity('lena.fischer', 'Lena Fischer', 'Lena', 'Fischer'),
    access: 'defaultAccess',
  },
  {
    why: 'no mail address, only another one',
    properties: {
      ...identity('ravi.menon', 'Ravi Menon', 'Ravi', 'Menon'),
      mail: null,
      otherMails: ['ravi.menon@personal.example'],
    },
  },
  {
    why: 'a single name',
    properties: identity('suhartini', 'Suhartini', 'Suhartini', null),
  },
  {
    why: 'a shared account without names',
    properties: { ...identity('reception.berlin', 'Reception Berlin', null, null), jobTitle: null, employeeId: null },
    access: 'direct',
  },
  {
    why: 'guest who has not accepted the invitation',
    properties: guest('Tomas Novak', 'tomas.novak', 'PendingAcceptance'),
    access: 'direct',
    isOutsider: true,
  },
  {
    why: 'new hire without department, title or manager',
    properties: {
      ...identity('noor.haddad', 'نور حداد', 'نور', 'حداد'),
      department: null,
      employeeOrgData: null,
      jobTitle: null,
    },
    access: 'direct',
  },
  {
    why: 'Default Access only, and disabled',
    properties: { ...identity('piotr.gajda', 'Piotr Gajda', 'Piotr', 'Gajda'), accountEnabled: false },
    access: 'defaultAccess',
  },
  {
    why: 'several aliases',
    properties: {
      ...identity('ana.souza', 'Ana Souza', 'Ana', 'Souza'),
      proxyAddresses: [`smtp:ana@${DEMO_DOMAIN}`, `smtp:ana.lima@${DEMO_DOMAIN}`, `smtp:asouza@${DEMO_SECOND_DOMAIN}`],
    },
  },
];
