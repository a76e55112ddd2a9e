import { recommendedAction } from '../../shared/compose/recommendedAction.ts';
import type { OnDemandRequest } from '../../shared/model/onDemand.ts';
import type { RouteAnswers } from './adminRoute.ts';
import { provisioned } from './answers/provision.ts';
import { Reply } from './reply.ts';

type Shown = Omit<OnDemandRequest, 'requestId'> & { readonly requestId: string | null };

const content = { 'application/json': provisioned };

/** What the routes of provisioning on demand answer. */
export const PROVISION_ANSWERS: RouteAnswers = {
  200: { description: 'The outcome is there', content },
  202: { description: 'It takes longer; Location says where to look for the outcome', content },
};

/** A request, or a dry run, with what a person can do about it. */
export function showRequest(request: Shown) {
  return { ...request, dryRun: request.requestId === null, recommendedAction: recommendedAction(request.code) };
}

export function replyWith(request: OnDemandRequest): Reply {
  if (request.state === 'done') return new Reply({ jsonBody: showRequest(request) });
  const headers = { location: `/api/provision/${request.requestId}` };
  return new Reply({ status: 202, jsonBody: showRequest(request), headers });
}
