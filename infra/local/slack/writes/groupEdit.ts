/** One change of a group, whatever the SCIM version. A whole resource (POST, PUT) is a list of them, too. */
export type GroupEdit =
  | { readonly kind: 'rename'; readonly displayName: unknown }
  | { readonly kind: 'add' | 'remove' | 'replace'; readonly memberIds: readonly string[] };
