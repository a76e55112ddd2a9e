import * as z from 'zod';
import { composition } from '../../shared/compose.ts';
import { findUserId } from '../../shared/engine/onDemand/findUserId.ts';
import { rehearseObject } from '../../shared/engine/onDemand/rehearseObject.ts';
import { requestProvisioning } from '../../shared/engine/onDemand/requestProvisioning.ts';
import { adminRoute } from './adminRoute.ts';
import { KINDS } from './answers/log.ts';
import { Problem } from './problem.ts';
import { PROVISION_ANSWERS, replyWith, showRequest } from './provisionReply.ts';

const order = z
  .strictObject({
    kind: z.enum(KINDS).default('user'),
    id: z
      .guid({ error: 'Expected an Entra object id, e.g. 7c1e2b9a-0d4f-4f0e-9a53-2f6b8c1d7e90.' })
      .toLowerCase()
      .optional(),
    userPrincipalName: z.string().min(3).max(320).optional().describe('Or e-mail address, of a user'),
    dryRun: z.boolean().default(false).describe('Only say what would be done'),
    wait: z.number().int().min(0).max(60).default(20).describe('Longest time to wait for the outcome, seconds'),
  })
  .refine(({ id, userPrincipalName }) => (id === undefined) !== (userPrincipalName === undefined), {
    error: 'Send either id or userPrincipalName.',
  })
  .refine(({ kind, id }) => kind === 'user' || id !== undefined, {
    path: ['id'],
    error: 'A group is named by its id.',
  });

/** Provisions one object now, or says what that would do. */
export const provisionRoute = adminRoute({
  summary: 'Provision one user or group now, or only say what would be done (dryRun)',
  access: 'write',
  body: order,
  answer: PROVISION_ANSWERS,
  handle: async ({ body, caller }, context) => {
    const engine = await composition().engine(context);
    const { kind, dryRun, wait } = body;
    const id = body.id ?? (await findUserId(body.userPrincipalName ?? '', engine));
    const [now, by] = [new Date().toISOString(), caller];
    if (dryRun) {
      return showRequest({
        ...(await rehearseObject(kind, id, engine)),
        requestId: null,
        requestedAt: now,
        requestedBy: by,
      });
    }
    return replyWith(await requestProvisioning({ kind, id, requestedBy: caller, waitMs: wait * 1000 }, engine));
  },
});

/** How far a request has come. */
export const provisionProgressRoute = adminRoute({
  summary: 'How far provisioning on demand has come: the steps so far, then the outcome',
  access: 'read',
  answer: PROVISION_ANSWERS,
  handle: async ({ params: { requestId = '' } }, context) => {
    const request = await (await composition().engine(context)).onDemand.read(requestId);
    if (!request) throw new Problem(404, 'There is no such request; requests are kept for a day.');
    return replyWith(request);
  },
});
