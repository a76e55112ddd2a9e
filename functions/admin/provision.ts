import * as z from 'zod';
import { composition } from '../../shared/compose.ts';
import { rehearseObject } from '../../shared/engine/onDemand/rehearseObject.ts';
import { requestProvisioning } from '../../shared/engine/onDemand/requestProvisioning.ts';
import type { OnDemandRequest } from '../../shared/model/onDemand.ts';
import { adminRoute } from './adminRoute.ts';
import { KINDS } from './answers/log.ts';
import { provisioned } from './answers/provision.ts';
import { Problem } from './problem.ts';
import { Reply } from './reply.ts';

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

const done = { description: 'The outcome is there', content: { 'application/json': provisioned } };
const underWay = {
  description: 'It takes longer; Location says where to look for the outcome',
  content: { 'application/json': provisioned },
};

/** Provisions one object now, or says what that would do. */
adminRoute({
  name: 'provision',
  method: 'POST',
  route: 'provision',
  summary: 'Provision one user or group now, or only say what would be done (dryRun)',
  access: 'write',
  body: order,
  answer: { 200: done, 202: underWay },
  handle: async ({ body, caller }, context) => {
    const engine = await composition().engine(context);
    const { kind, dryRun, wait } = body;
    const id = body.id ?? (await idOf(body.userPrincipalName ?? '', engine.source));
    const [now, by] = [new Date().toISOString(), caller];
    if (dryRun) {
      return show({ ...(await rehearseObject(kind, id, engine)), requestId: null, requestedAt: now, requestedBy: by });
    }
    return reply(await requestProvisioning({ kind, id, requestedBy: caller, waitMs: wait * 1000 }, engine));
  },
});

/** How far a request has come. */
adminRoute({
  name: 'provisionProgress',
  method: 'GET',
  route: 'provision/{requestId}',
  summary: 'How far provisioning on demand has come: the steps so far, then the outcome',
  access: 'read',
  answer: { 200: done, 202: underWay },
  handle: async ({ params: { requestId = '' } }, context) => {
    const request = await (await composition().engine(context)).onDemand.read(requestId);
    if (!request) throw new Problem(404, 'There is no such request; requests are kept for a day.');
    return reply(request);
  },
});

type Shown = Omit<OnDemandRequest, 'requestId'> & { readonly requestId: string | null };

function show(request: Shown) {
  return {
    ...request,
    dryRun: request.requestId === null,
    recommendedAction: composition().recommendedAction(request.code),
  };
}

function reply(request: OnDemandRequest): Reply {
  const location = { location: `/api/provision/${request.requestId}` };
  return request.state === 'done'
    ? new Reply({ jsonBody: show(request) })
    : new Reply({ status: 202, jsonBody: show(request), headers: location });
}

async function idOf(address: string, source: { findUser(address: string): Promise<{ id: string } | undefined> }) {
  const user = await source.findUser(address);
  if (user) return user.id;
  throw new Problem(
    404,
    'Entra knows no user with this user principal name or e-mail address. A deleted user is named by id.',
  );
}
