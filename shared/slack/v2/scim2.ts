import type { WireFormat } from '../wireFormat.ts';
import { createBody } from './createBody.ts';
import { readUser } from './readUser.ts';
import { needsCurrent, updateBody } from './updateBody.ts';

/** SCIM 2.0 as Slack speaks it. */
export const scim2: WireFormat = { createBody, needsCurrent, updateBody, readUser };
