import type { Edit } from '../writes/edit.ts';
import type { GroupEdit } from '../writes/groupEdit.ts';
import { readGroupPatchV1 } from './readGroupPatchV1.ts';
import { type RemovalSetting, readGroupPatchV2 } from './readGroupPatchV2.ts';
import { readPatchV1 } from './readPatchV1.ts';
import { readPatchV2 } from './readPatchV2.ts';
import type { JsonObject } from './readResource.ts';
import { type Urns, V1_URNS, V2_URNS } from './urns.ts';

/** An error as it goes over the wire. */
export interface Refusal {
  readonly code: string;
  /** The name with its debug tail. */
  readonly message: string;
  readonly status: number;
}

/** What differs between the two SCIM versions on the wire. */
export interface Dialect {
  readonly version: 'v1' | 'v2';
  readonly urns: Urns;
  /** Of a user; a deleted group answers 204 on both. */
  readonly statusOfDelete: 200 | 204;
  /** Whether a PATCH of a group answers the group, or 204 with nothing. */
  readonly answersGroupPatch: boolean;
  readPatch(body: JsonObject): readonly Edit[];
  readGroupPatch(body: JsonObject, removal: RemovalSetting): readonly GroupEdit[];
  renderList(resources: readonly object[], totalResults: number, startIndex: number): object;
  renderError(refusal: Refusal): object;
}

/** SCIM 1.1 as Slack speaks it: `Errors` is an object, a deleted user answers 200 with nothing. */
export const V1: Dialect = {
  version: 'v1',
  urns: V1_URNS,
  statusOfDelete: 200,
  answersGroupPatch: false,
  readPatch: (body) => readPatchV1(body, V1_URNS),
  readGroupPatch: readGroupPatchV1,
  renderList: (Resources, totalResults, startIndex) => ({
    totalResults,
    itemsPerPage: Resources.length,
    startIndex,
    schemas: [V1_URNS.user],
    Resources,
  }),
  renderError: ({ message, status }) => ({ Errors: { description: message, code: status } }),
};

/** Refusals of a token look like SCIM 1.1 on both versions (seen in Slack's own SDK tests against v2). */
const V1_SHAPED = new Set(['invalid_authentication', 'missing_authentication']);

/** SCIM 2.0 as Slack speaks it: `status` is a number. */
export const V2: Dialect = {
  version: 'v2',
  urns: V2_URNS,
  statusOfDelete: 204,
  answersGroupPatch: true,
  readPatch: (body) => readPatchV2(body, V2_URNS),
  readGroupPatch: (body, removal) => readGroupPatchV2(body, V2_URNS, removal),
  renderList: (Resources, totalResults, startIndex) => ({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    Resources,
    totalResults,
    itemsPerPage: Resources.length,
    startIndex,
  }),
  renderError: (refusal) => {
    if (V1_SHAPED.has(refusal.code)) return V1.renderError(refusal);
    const schemas = ['urn:ietf:params:scim:api:messages:2.0:Error'];
    return { schemas, detail: refusal.message, status: refusal.status };
  },
};
