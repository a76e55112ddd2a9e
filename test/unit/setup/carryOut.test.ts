import { describe, expect, it } from 'vitest';
import { BlockedError, carryOut, NotShownError, StepError } from '../../../infra/scripts/setup/carryOut.ts';
import type { Plan, Step } from '../../../infra/scripts/setup/step.ts';
import type { GraphClient } from '../../../shared/entra/graphClient.ts';
import { ProvisioningError } from '../../../shared/errors/provisioningError.ts';

const stepOf = (isDone: boolean, creates?: true): Step => ({
  id: 'a',
  what: 'A',
  why: '',
  current: '',
  wanted: '',
  isDone,
  action: { method: 'POST', path: '/a', ...(creates && { creates }) },
});
const planOf = (step: Step, blockers: readonly string[] = []): Plan => ({
  steps: [step],
  notes: [],
  blockers,
  next: [],
});

/** A tenant in which step A is done from the n-th sending on, and shows so after some looks. */
function tenantWith(answers: readonly (ProvisioningError | 'taken')[], looksUntilShown = 0, creates?: true) {
  const seen = { sent: 0, waitedMs: 0, looks: 0 };
  let isTaken = false;
  const post = async (): Promise<void> => {
    const answer = answers[seen.sent] ?? 'taken';
    seen.sent += 1;
    if (answer === 'taken' || answer.lostAnswer) isTaken = true;
    if (answer !== 'taken') throw answer;
  };
  const client = { post } as unknown as GraphClient;
  const clock = {
    now: () => new Date(seen.waitedMs),
    sleep: async (ms: number) => {
      seen.waitedMs += ms;
    },
  };
  const look = async (): Promise<Plan> => {
    if (isTaken) seen.looks += 1;
    return planOf(stepOf(isTaken && seen.looks > looksUntilShown, creates));
  };
  return { seen, run: () => carryOut(planOf(stepOf(false, creates)), { client, clock, look, patienceMs: 60_000 }) };
}
const failure = (kind: ConstructorParameters<typeof ProvisioningError>[0], code = 'X', lostAnswer = false) =>
  new ProvisioningError(kind, code, 'text', { lostAnswer });

describe('carrying out a plan', () => {
  it('sends a request once, and waits until a read shows what came of it', async () => {
    const { seen, run } = tenantWith(['taken'], 5);
    expect((await run()).done.map(({ id }) => id)).toEqual(['a']);
    expect(seen.sent).toBe(1);
  });

  it.each([
    ['the object does not show on that server yet', failure('gone')],
    ['Graph is out of breath', failure('wait')],
    ['the SAML mode has not spread yet', failure('invalid', 'HostNameNotOnVerifiedDomain')],
  ])('sends it again when %s', async (_name, error) => {
    const { seen, run } = tenantWith([error, error, 'taken']);
    await run();
    expect(seen.sent).toBe(3);
  });

  it('never makes a second thing because the answer about the first one got lost', async () => {
    const { seen, run } = tenantWith([failure('retry', 'NetworkError', true)], 8, true);
    await run();
    expect(seen.sent).toBe(1);
  });

  it('takes an error for nothing when the step turns out to be done', async () => {
    const { run } = tenantWith([failure('invalid', 'Request_BadRequest', true)]);
    expect((await run()).done).toHaveLength(1);
  });

  it.each([
    ['refused', [failure('unauthorized')], 0, ProvisioningError],
    ['taken, but never shown', ['taken' as const], 1_000, NotShownError],
  ])('stops at a step that is %s', async (_name, answers, looks, cause) => {
    const error = await tenantWith(answers, looks)
      .run()
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StepError);
    expect((error as StepError).cause).toBeInstanceOf(cause);
  });

  it('stops when what it made stands in its own way', async () => {
    const client = { post: async () => undefined } as unknown as GraphClient;
    const clock = { now: () => new Date(0), sleep: async () => {} };
    const look = async () => ({ ...planOf(stepOf(true), ['two of them']), steps: [] });
    const error = await carryOut(planOf(stepOf(false)), { client, clock, look }).catch((reason: unknown) => reason);
    expect((error as StepError).cause).toBeInstanceOf(BlockedError);
  });
});
