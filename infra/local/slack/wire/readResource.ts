import { getAttribute, isObject } from '../rules/readText.ts';
import { SlackError } from '../state/slackError.ts';
import type { Edit } from '../writes/edit.ts';
import { EXTENSIONS, type Urns } from './urns.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * The JSON object of a request.
 * @throws SlackError when it is none, or when `schemas` is missing
 */
export function readBody(body: Buffer): JsonObject {
  const json = parseJson(body);
  if (!isObject(json)) throw new SlackError('invalid_request_payload');
  const schemas = getAttribute(json, 'schemas');
  if (!Array.isArray(schemas) || schemas.length === 0) throw new SlackError('missing_schema_element');
  return json;
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new SlackError('invalid_request_payload');
  }
}

/** A whole resource (POST, PUT) as edits. */
export function readResource(body: JsonObject, urns: Urns): readonly Edit[] {
  return attributesOf(body, urns).map(([attribute, value]) => ({ op: 'replace', attribute, value }));
}

/**
 * The attributes of a resource under their own names. The profile and guest extensions count only when `schemas` lists
 * them. `nickName` comes before `userName`, so that the latter wins when both are sent and differ.
 */
export function attributesOf(body: JsonObject, urns: Urns): readonly (readonly [string, unknown])[] {
  const schemas = getAttribute(body, 'schemas');
  const listed = Array.isArray(schemas) ? schemas.map((schema) => String(schema).toLowerCase()) : [];
  const attributes = Object.entries(body).flatMap(([key, value]): [string, unknown][] => {
    const name = key.toLowerCase();
    const extension = EXTENSIONS.find((candidate) => urns[candidate].toLowerCase() === name);
    if (!extension) return [[name, value]];
    return extension === 'enterprise' || listed.includes(name) ? [[extension, value]] : [];
  });
  return attributes.sort(([one], [other]) => Number(other === 'nickname') - Number(one === 'nickname'));
}
