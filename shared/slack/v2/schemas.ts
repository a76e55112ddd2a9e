/** SCIM 2.0 schema names as Slack uses them (https://docs.slack.dev/reference/scim-api). */
export const CORE_USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const ENTERPRISE_USER = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const GUEST_USER = 'urn:ietf:params:scim:schemas:extension:slack:guest:2.0:User';
export const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
