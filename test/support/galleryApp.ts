/** A person as Entra knows them; property names of Graph. */
export interface GalleryPerson {
  readonly mailNickname: string;
  readonly mail: string;
  readonly displayName: string;
  readonly givenName: string;
  readonly surname: string;
  readonly jobTitle: string;
  readonly streetAddress?: string;
  readonly city?: string;
  readonly state?: string;
  readonly postalCode?: string;
  readonly country?: string;
  readonly mobilePhone?: string;
  readonly businessPhones?: readonly string[];
  readonly preferredLanguage?: string;
  readonly department?: string;
  readonly employeeId?: string;
  readonly companyName?: string;
}

/** Entra's Slack app as far as its writes go, by its usual mappings (`typicalSlackApp.json`): a client of SCIM that is not ours. */
export interface GalleryApp {
  /** @returns the Slack id */
  create(person: GalleryPerson, managerId?: string): Promise<string>;
  deactivate(slackId: string): Promise<void>;
  createGroup(displayName: string, memberIds: readonly string[]): Promise<string>;
}

const CORE = 'urn:scim:schemas:core:1.0';
const ENTERPRISE = 'urn:scim:schemas:extension:enterprise:1.0';

/** @param slackUrl of the simulator; Entra's service uses version 1 of SCIM */
export function createGalleryApp(slackUrl: string): GalleryApp {
  const send = async (method: string, path: string, body: object): Promise<string> => {
    const answer = await fetch(`${slackUrl}/scim/v1${path}`, {
      method,
      headers: { authorization: 'Bearer gallery', 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: HTTP ${answer.status}: ${text}`);
    return text === '' ? '' : String(JSON.parse(text).id);
  };
  return {
    create: (person, managerId) => send('POST', '/Users', userOf(person, managerId)),
    deactivate: async (slackId) => {
      await send('PATCH', `/Users/${slackId}`, { schemas: [CORE], active: false });
    },
    createGroup: (displayName, memberIds) =>
      send('POST', '/Groups', { schemas: [CORE], displayName, members: memberIds.map((value) => ({ value })) }),
  };
}

function userOf(person: GalleryPerson, managerId: string | undefined): object {
  const { streetAddress, city, state, postalCode, country, mobilePhone, businessPhones = [] } = person;
  const phoneNumbers = [
    ...(mobilePhone === undefined ? [] : [{ type: 'mobile', value: mobilePhone }]),
    ...businessPhones.slice(0, 1).map((value) => ({ type: 'work', value })),
  ];
  return {
    schemas: [CORE, ENTERPRISE],
    userName: person.mailNickname.slice(0, 20),
    active: true,
    displayName: person.displayName,
    name: { givenName: person.givenName, familyName: person.surname },
    title: person.jobTitle,
    emails: [{ type: 'work', primary: true, value: person.mail }],
    ...(streetAddress !== undefined && {
      addresses: [{ type: 'untyped', streetAddress, locality: city, region: state, postalCode, country }],
    }),
    ...(phoneNumbers.length > 0 && { phoneNumbers }),
    roles: [{ primary: 'True', value: 'User' }],
    locale: person.preferredLanguage,
    [ENTERPRISE]: {
      department: person.department,
      employeeNumber: person.employeeId,
      organization: person.companyName,
      ...(managerId !== undefined && { manager: { managerId } }),
    },
  };
}
