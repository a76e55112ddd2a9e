import type { AroundRequest } from './engineInstance.ts';

/** The last request that an instance lives to see, and whether that is still carried out. */
export interface Death {
  readonly at: number;
  readonly isCarriedOut: boolean;
}

/** An instance that dies at its n-th request of any kind: from then on nothing leaves it any more. */
export function mortal({ at, isCarriedOut }: Death): AroundRequest {
  let requests = 0;
  return async (_name, run) => {
    requests += 1;
    if (requests < at) return run();
    if (requests === at && isCarriedOut) await run();
    throw new Error('The process died.');
  };
}

/** An instance that dies right after the first request of this name, before it hears of the answer. */
export function dieAfter(name: string): AroundRequest {
  let isDead = false;
  return async (asked, run) => {
    if (isDead) throw new Error('The process died.');
    const answer = await run();
    isDead = asked === name;
    if (isDead) throw new Error('The process died.');
    return answer;
  };
}
