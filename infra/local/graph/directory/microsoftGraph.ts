import type { SeedServicePrincipal } from './tenantSeed.ts';

/** App id of Microsoft Graph, the same in every tenant and cloud. */
export const MICROSOFT_GRAPH_APP_ID = '00000003-0000-0000-c000-000000000000';

/** Application permissions of Microsoft Graph with their ids, the same in every tenant (permissions reference); not all of them. */
const PERMISSIONS: Readonly<Record<string, string>> = {
  'User.Read.All': 'df021288-bdef-4463-88db-98f22de89214',
  'Group.Read.All': '5b567255-7703-4780-807c-7be8301ae99b',
  'GroupMember.Read.All': '98830695-27a2-44f7-8c18-0c3ebc9698f6',
  'Member.Read.Hidden': '658aa5d8-239f-45c4-aa12-864f4fc7e490',
  'Application.Read.All': '9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30',
  'Application.ReadWrite.All': '1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9',
  'Directory.Read.All': '7ab1d382-f21e-4acd-a863-ba3e13f7da61',
  'ProfilePhoto.Read.All': 'e24d31aa-e1ab-4c80-85fe-23018690335d',
  'Mail.Send': 'b633e1c5-b582-4048-a93e-9f11b44c7e96',
};

/** Its service principal, which every tenant has. The object id is the tenant's; this one is made up. */
export const MICROSOFT_GRAPH: SeedServicePrincipal = {
  id: 'a4d7e1f2-6b39-4c05-8d1a-f20c9e57b863',
  appId: MICROSOFT_GRAPH_APP_ID,
  displayName: 'Microsoft Graph',
  appRoles: Object.entries(PERMISSIONS).map(([value, id]) => ({
    id,
    value,
    displayName: value,
    description: value,
    allowedMemberTypes: ['Application'],
  })),
  properties: { appOwnerOrganizationId: 'f8cdef31-a31e-4b4a-93e4-5f571e91255a', tags: [] },
};
