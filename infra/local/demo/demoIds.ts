/** Tenant of the demo company. */
export const DEMO_TENANT_ID = '5f2d8a40-6c1e-4b0f-9d37-2a6e0c4b8f11';

/** App id of the provisioner itself: the caller of Graph and owner of the subscriptions. */
export const DEMO_APPLICATION_ID = '8c0b7f3a-2d54-4f6b-a1c9-7e35d0f2b846';

/** Object id of the enterprise application "Slack", whose assignments are the scope of provisioning. */
export const DEMO_SLACK_SERVICE_PRINCIPAL_ID = 'c3e9a1d5-0b72-4c88-8f4e-96d2b7a3515d';

/** App id of the enterprise application "Slack". */
export const DEMO_SLACK_APP_ID = '1a6f4e92-b8d3-4075-9c2e-d47b05e8f360';

/** App role `User` of the enterprise application. */
export const DEMO_USER_ROLE_ID = '2b84e6c7-91fa-4d3e-b5a0-6f1c7d9e0382';

/** App role `msiam_access`, which comes with every gallery application. */
export const DEMO_MSIAM_ACCESS_ROLE_ID = '18d14569-c3bd-439b-9a66-3a2aee01d14f';

/** Static group "Slack Users", assigned with role `User`. */
export const DEMO_SLACK_USERS_GROUP_ID = '7d50c2e8-4a1b-4f93-8e66-b0a9d3c75f24';

/** Dynamic group "Slack Engineering", assigned with role `User`. */
export const DEMO_SLACK_ENGINEERING_GROUP_ID = 'e1f7b9a2-58c4-4e0d-93ab-3c6d8f0e2715';

/** Group "Slack Contractors", a member of "Slack Users" and not assigned itself. */
export const DEMO_SLACK_CONTRACTORS_GROUP_ID = '04a9d6f3-e2b7-4158-bc5d-91e8f7a60c3b';

/** Microsoft 365 group "All Company", not assigned. */
export const DEMO_ALL_COMPANY_GROUP_ID = '9be2c47d-1f60-4a85-8d19-5c03b7e4fa92';
