import type { FunctionTheme } from '../functionTheme.ts';

const appRoleAssignments = [
  '{"id":"1","value":"owner","displayName":"Owner"}',
  '{"id":"2","value":"guest","displayName":"Guest"}',
];

export const ROLES: FunctionTheme = {
  title: 'Roles',
  introduction:
    'Roles are those that someone has in the enterprise application. Default Access is none. A role is known by its value or, without one, by its name, and roles are sorted by it, so that the result does not depend on the order in which Graph lists them.',
  functions: {
    SingleAppRoleAssignment: {
      summary: 'One role: the first by name, of several.',
      examples: [
        {
          expression: 'SingleAppRoleAssignment([appRoleAssignments])',
          attributes: { appRoleAssignments },
          result: 'guest',
        },
      ],
      entra: true,
    },
    AppRoleAssignments: {
      summary: "All roles, by value or name. From Graph's list of functions.",
      examples: [
        {
          expression: 'Join(", ", AppRoleAssignments([appRoleAssignments]))',
          attributes: { appRoleAssignments },
          result: 'guest, owner',
        },
      ],
      entra: false,
    },
    AppRoleAssignmentsComplex: {
      summary: 'All roles, each with id, value and name, as JSON, for the target `roles`.',
      examples: [
        {
          expression: 'Count(AppRoleAssignmentsComplex([appRoleAssignments]))',
          attributes: { appRoleAssignments },
          result: 2,
        },
      ],
      entra: true,
    },
    AssertiveAppRoleAssignmentsComplex: {
      summary: 'The same as `AppRoleAssignmentsComplex`: Slack stores one role only, so none is left over.',
      examples: [
        {
          expression: 'Item(AssertiveAppRoleAssignmentsComplex([appRoleAssignments]), 1)',
          attributes: { appRoleAssignments },
          result: '{"id":"2","value":"guest","displayName":"Guest"}',
        },
      ],
      entra: true,
    },
  },
};
