import type { AttributeValue } from '../model/attributes.ts';

interface Role {
  readonly name: string;
  readonly isPrimary: boolean;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';

/** A role as a mapping gives it: its name, or a SCIM element or an app role as JSON. */
function readRole(text: string): Role {
  const plain = { name: text.trim(), isPrimary: false };
  if (!plain.name.startsWith('{')) return plain;
  try {
    const { value, displayName, primary } = JSON.parse(text) as Readonly<Record<string, unknown>>;
    const name = [value, displayName].find(isText) ?? '';
    return { name: name.trim(), isPrimary: String(primary).toLowerCase() === 'true' };
  } catch {
    return plain;
  }
}

/**
 * Slack stores one role of a list: the primary one, else the first. `null` when the list names none.
 * https://docs.slack.dev/reference/scim-api (PATCH /Users, roles)
 */
export function storedRole(value: AttributeValue): string | null {
  const given = typeof value === 'object' ? (value ?? []) : [String(value)];
  const roles = given.map(readRole).filter(({ name }) => name !== '');
  return (roles.find(({ isPrimary }) => isPrimary) ?? roles[0])?.name ?? null;
}
