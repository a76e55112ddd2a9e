import { createBody } from '../wire/createBody.ts';
import { createGroupBody } from '../wire/createGroupBody.ts';
import { readUser } from '../wire/readUser.ts';
import type { WireFormat } from '../wireFormat.ts';
import { needsCurrent, updateBody } from './updateBody.ts';
import { updateGroupBody } from './updateGroupBody.ts';
import { V2_URNS } from './urns.ts';

/** SCIM 2.0 as Slack speaks it. */
export const scim2: WireFormat = {
  createBody: (attributes) => createBody(attributes, V2_URNS),
  needsCurrent,
  updateBody,
  readUser: (json) => readUser(json, V2_URNS),
  createGroupBody: (group) => createGroupBody(group, V2_URNS),
  updateGroupBody,
};
