import type { Router } from '../../http/router.ts';
import type { LocalResponse } from '../../http/server.ts';
import { applySwitches } from './applySwitches.ts';
import type { Simulation } from './simulation.ts';

/**
 * `/_simulator`: a person looks at the switches (GET) and sets some of them (PATCH with any part of what GET showed), with
 * no token, no limits and no faults in the way.
 */
export function addControlRoutes(router: Router, simulation: Simulation, describe: () => object): void {
  const { faults, workspace } = simulation;
  const switches = { faults, settings: workspace.settings };
  const show = (): LocalResponse => ({
    status: 200,
    body: { ...switches, users: workspace.size, groups: workspace.groups.size, ...describe() },
  });
  router.on('GET', '/_simulator', show).on('PATCH', '/_simulator', ({ body }) => {
    const problem = applySwitches(switches, parse(body));
    return problem === undefined ? show() : { status: 400, body: { error: problem } };
  });
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
