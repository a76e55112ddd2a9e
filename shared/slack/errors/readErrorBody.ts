/** What an error answer says. */
export interface SlackFailure {
  /** Slack's error name. */
  readonly name?: string;
  /** Id of the account that holds a taken value, from the debug tail. */
  readonly existingId?: string;
  /** False when the body is not one of SCIM's error bodies: HTML of a proxy, a Web API answer. An empty one will do. */
  readonly isScim: boolean;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;

/** An id of Slack's; anything else, such as an address, is no id and might be personal. */
const EXISTING_USER = /\bexisting_user=([A-Z][A-Z0-9]{4,20})(?![\w.@-])/;

/** SCIM 1.1 has a list of errors, Slack's a single object. */
function describedIn(json: unknown): unknown {
  const errors = field(json, 'Errors');
  return field(Array.isArray(errors) ? errors[0] : errors, 'description') ?? field(json, 'detail');
}

function isErrorBody(json: unknown): boolean {
  const schemas = field(json, 'schemas');
  return Array.isArray(schemas) && schemas.some((schema) => typeof schema === 'string' && schema.endsWith(':Error'));
}

/**
 * Reads an error body of either SCIM version, which Slack mixes: on v2 a refused token is answered in v1's shape.
 * The description is a name, perhaps with a debug tail such as `email_taken (existing_user=U0123)`; the tail may hold
 * personal data, and nothing but the existing account's id is taken from it.
 */
export function readErrorBody(body: string): SlackFailure {
  if (body.trim() === '') return { isScim: true };
  const json = parse(body);
  const described = describedIn(json);
  if (typeof described !== 'string') {
    // The Web API's shape, seen with 429.
    const name = field(json, 'error');
    return { isScim: isErrorBody(json), ...(typeof name === 'string' && isName(name) ? { name } : {}) };
  }
  const name = described.split(/[\s(]/, 1)[0] ?? '';
  const existingId = EXISTING_USER.exec(described)?.[1];
  return {
    isScim: true,
    ...(isName(name) && (name === described || /^\S+\s*\(/.test(described)) ? { name } : {}),
    ...(existingId === undefined ? {} : { existingId }),
  };
}

/** Slack's names are words joined by underscores (`ratelimited` is the only one without); a long text is none. */
function isName(word: string): boolean {
  return word === 'ratelimited' || (word.length <= 64 && /^[A-Za-z]+(?:_[A-Za-z0-9]+)+$/.test(word));
}
