import type { SeedAssignment, SeedUser, TenantSeed } from '../graph/directory/tenantSeed.ts';
import { createDemoPeople, type DemoPerson } from './createDemoPeople.ts';
import {
  DEMO_ALL_COMPANY_GROUP_ID,
  DEMO_APPLICATION_ID,
  DEMO_MSIAM_ACCESS_ROLE_ID,
  DEMO_SLACK_APP_ID,
  DEMO_SLACK_CONTRACTORS_GROUP_ID,
  DEMO_SLACK_ENGINEERING_GROUP_ID,
  DEMO_SLACK_SERVICE_PRINCIPAL_ID,
  DEMO_SLACK_USERS_GROUP_ID,
  DEMO_TENANT_ID,
  DEMO_USER_ROLE_ID,
} from './demoIds.ts';
import { createSeededRandom } from './seededRandom.ts';

const DEFAULT_ACCESS = '00000000-0000-0000-0000-000000000000';
const resourceId = DEMO_SLACK_SERVICE_PRINCIPAL_ID;

export interface DemoTenantOptions {
  /** People in the tenant, guests and shared accounts included; 300 when missing. */
  readonly users?: number;
  /** The same seed gives the same tenant. */
  readonly seed?: number;
}

/**
 * The tenant of a made-up company with offices in ten countries: a tree of managers, names in several scripts, and the people
 * that provisioning tends to trip over (`unusualPeople`). Most are in scope through a static and a dynamic group, some directly,
 * a few with Default Access only, some not at all. All of it is invented, and all mail domains are example domains.
 */
export function createDemoTenant(options: DemoTenantOptions = {}): TenantSeed {
  const random = createSeededRandom(options.seed ?? 1);
  const people = createDemoPeople(random, options.users ?? 300);
  return { ...createEmptyTenant(), users: people.map(({ user }) => user), ...groupsAndAssignments(people) };
}

/** The demo tenant's application without people, groups and assignments, for tests that bring their own. */
export function createEmptyTenant(): TenantSeed {
  const role = (id: string, value: string) => ({ id, value, displayName: value, description: value });
  return {
    tenantId: DEMO_TENANT_ID,
    applicationId: DEMO_APPLICATION_ID,
    users: [],
    groups: [],
    servicePrincipals: [
      {
        id: resourceId,
        appId: DEMO_SLACK_APP_ID,
        displayName: 'Slack',
        appRoles: [role(DEMO_USER_ROLE_ID, 'User'), role(DEMO_MSIAM_ACCESS_ROLE_ID, 'msiam_access')],
      },
    ],
    assignments: [],
  };
}

function groupsAndAssignments(people: readonly DemoPerson[]): Pick<TenantSeed, 'groups' | 'assignments'> {
  const present = people.filter(({ user }) => !user.deletedDateTime);
  const idsWith = (access: DemoPerson['access']): string[] =>
    present.filter((person) => person.access === access).map(({ user }) => user.id);
  const group = (displayName: string, description: string, more: object) => ({
    displayName,
    description,
    mailEnabled: false,
    mailNickname: displayName.toLowerCase().replaceAll(' ', '-'),
    securityEnabled: true,
    groupTypes: [],
    createdDateTime: '2021-03-01T09:00:00Z',
    ...more,
  });
  const groups = [
    {
      id: DEMO_SLACK_USERS_GROUP_ID,
      properties: group('Slack Users', 'Everyone outside of Engineering who uses Slack', {}),
      memberIds: [...idsWith('group'), DEMO_SLACK_CONTRACTORS_GROUP_ID],
    },
    {
      id: DEMO_SLACK_ENGINEERING_GROUP_ID,
      properties: group('Slack Engineering', 'Engineering, by rule', {
        groupTypes: ['DynamicMembership'],
        membershipRule: '(user.department -eq "Engineering") -and (user.employeeType -eq "Employee")',
        membershipRuleProcessingState: 'On',
      }),
      memberIds: [],
    },
    {
      id: DEMO_SLACK_CONTRACTORS_GROUP_ID,
      properties: group('Slack Contractors', 'Nested in Slack Users', {}),
      memberIds: idsWith('nestedGroup'),
    },
    {
      id: DEMO_ALL_COMPANY_GROUP_ID,
      properties: group('All Company', 'Everyone', {
        groupTypes: ['Unified'],
        mailEnabled: true,
        mail: 'all@contoso.example',
        securityEnabled: false,
        visibility: 'Public',
      }),
      memberIds: present.filter(({ user }) => user.properties.userType === 'Member').map(({ user }) => user.id),
    },
  ];
  const assignments: SeedAssignment[] = [
    assignment(DEMO_SLACK_USERS_GROUP_ID, DEMO_USER_ROLE_ID),
    assignment(DEMO_SLACK_ENGINEERING_GROUP_ID, DEMO_USER_ROLE_ID),
    ...idsWith('direct').map((id) => assignment(id, DEMO_USER_ROLE_ID)),
    ...idsWith('defaultAccess').map((id) => assignment(id, DEFAULT_ACCESS)),
  ];
  return { groups, assignments };
}

/** Graph's form of an assignment id: 32 bytes in base64url; here the principal and the role. */
function assignment(principalId: SeedUser['id'], appRoleId: string): SeedAssignment {
  const id = Buffer.from((principalId + appRoleId).replaceAll('-', ''), 'hex').toString('base64url');
  return { id, principalId, resourceId, appRoleId, createdDateTime: '2022-05-02T08:30:00Z' };
}
