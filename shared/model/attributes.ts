/** What one attribute can hold. `null` is "no value", which Entra calls absent. */
export type AttributeValue = string | boolean | number | null | readonly string[];

/**
 * Attributes of a Slack user under the target names of Entra's Slack app, e.g. `name.givenName`,
 * `emails[type eq "work"].value`, `urn:scim:schemas:extension:enterprise:1.0.department`.
 * The SCIM version on the wire is the Slack adapter's business.
 */
export type Attributes = Readonly<Record<string, AttributeValue>>;
