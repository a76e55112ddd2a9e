import { afterEach, beforeEach, expect, it } from 'vitest';
import { type EngineBench, startEngineBench } from '../../support/engineBench.ts';

const MAIL = 'owner@contoso.example';
const DAY_MS = 86_400_000;

let bench: EngineBench;
let id: string;
beforeEach(async () => {
  bench = await startEngineBench();
  bench.slack.faults.tokenRank = 'primaryOwner';
  bench.slack.workspace.seedUser({ userName: 'owner', email: MAIL, title: 'Clerk', kind: 'primaryOwner' });
  id = bench.addPerson({ userPrincipalName: MAIL });
  await bench.fullCycle();
});
afterEach(() => bench.close());

const deletions = () => bench.slack.requests.filter(({ method }) => method === 'DELETE').length;
const outcomes = async () => (await bench.outcomes(id)).filter((outcome) => outcome.startsWith('skipped'));

it('an owner who leaves keeps the account; that is said once, is no failure, and later cycles do not try again', async () => {
  bench.unassign(id);
  await bench.fullCycle();
  expect(bench.account(MAIL)?.active).toBe(true);
  expect(deletions()).toBe(1);
  expect(await outcomes()).toEqual(['skipped(cannot_disable_primary_owner)']);
  const last = (await bench.log(id)).at(-1);
  expect(last?.reason).toMatch(/owner/);
  expect(await bench.app.escrows.read('user', id)).toBeUndefined();
  expect(await bench.anchor(id)).toMatchObject({ active: true, uncertain: false });

  await bench.fullCycle();
  await bench.fullCycle();
  expect(deletions()).toBe(1);
});

it('an owner who has become a member meanwhile is disabled a week later', async () => {
  bench.unassign(id);
  await bench.fullCycle();
  const slackId = bench.account(MAIL)?.id ?? '';
  bench.slack.workspace.editUser(slackId, { kind: 'member' });
  bench.clock.advance(6 * DAY_MS);
  await bench.fullCycle();
  expect(bench.account(MAIL)?.active).toBe(true);
  bench.clock.advance(2 * DAY_MS);
  await bench.fullCycle();
  expect(bench.account(MAIL)?.active).toBe(false);
});

it('a refusal that is repeated is not logged again', async () => {
  bench.unassign(id);
  await bench.fullCycle();
  await bench.notify(id);
  expect(deletions()).toBe(2);
  expect(await outcomes()).toHaveLength(1);
});

it('what the token may not do stays a failure, since it may concern everybody', async () => {
  const slackId = bench.account(MAIL)?.id ?? '';
  bench.slack.workspace.editUser(slackId, { kind: 'owner' });
  bench.slack.faults.tokenRank = 'admin';
  bench.graph.directory.patchUser(id, { accountEnabled: false });
  await bench.notify(id);
  expect(await bench.outcomes(id)).toEqual(['adopted', 'failed(permission_denied)']);
  bench.slack.faults.tokenRank = 'primaryOwner';
  await bench.process({ id, cause: 'retry' });
  expect(bench.account(MAIL)?.active).toBe(false);
});
