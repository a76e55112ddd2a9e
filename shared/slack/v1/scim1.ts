import { createBody } from '../wire/createBody.ts';
import { createGroupBody } from '../wire/createGroupBody.ts';
import { readUser } from '../wire/readUser.ts';
import type { WireFormat } from '../wireFormat.ts';
import { needsCurrent, updateBody } from './updateBody.ts';
import { updateGroupBody } from './updateGroupBody.ts';
import { V1_URNS } from './urns.ts';

/** SCIM 1.1 as Slack speaks it. */
export const scim1: WireFormat = {
  createBody: (attributes) => createBody(attributes, V1_URNS),
  needsCurrent,
  updateBody,
  readUser: (json) => readUser(json, V1_URNS),
  createGroupBody: (group) => createGroupBody(group, V1_URNS),
  updateGroupBody,
};
