/** Slack takes the part before the @ of an address that it is given as a user name (https://docs.slack.dev/reference/scim-api). */
export function localPartOf(userName: string): string {
  const trimmed = userName.trim();
  return /^([^@\s]+)@[^@\s]+$/u.exec(trimmed)?.[1] ?? trimmed;
}
