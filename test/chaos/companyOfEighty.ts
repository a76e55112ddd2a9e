import { createSeededRandom } from '../../infra/local/demo/seededRandom.ts';
import type { SeededUser } from '../../infra/local/slack/state/workspace.ts';
import type { Scenario } from '../support/scenario.ts';

export const HEADCOUNT = 80;

/** People who have a Slack account before anybody is provisioned; their number in the company. */
const KNOWN_TO_SLACK = [7, 19, 33, 58, 71];
/** Without mail: Slack cannot take them. */
const WITHOUT_MAIL = 41;
const DISABLED = 66;

/** Whether somebody of the company ends up with an active account. */
export const belongsInSlack = (number: number) => number !== WITHOUT_MAIL && number !== DISABLED;

export const emailOf = (number: number) => `person${number}@contoso.example`;

/** Accounts made by hand before, with other names and titles than Entra has. */
export const ACCOUNTS_BEFORE: readonly SeededUser[] = KNOWN_TO_SLACK.map((number) => ({
  userName: `by.hand.${number}`,
  email: emailOf(number),
  givenName: 'By',
  familyName: 'Hand',
  title: 'Old title',
  active: number !== 33,
}));

/**
 * Eighty people, the same each time, all assigned. Number 0 leads; each other one reports to somebody with a smaller number.
 * @returns their Entra ids, by number
 */
export function employEighty(scenario: Scenario): readonly string[] {
  const random = createSeededRandom(80);
  const ids: string[] = [];
  for (let number = 0; number < HEADCOUNT; number++) {
    const id = scenario.addPerson({
      id: random.guid(),
      userPrincipalName: emailOf(number),
      displayName: `Person ${number}`,
      surname: `Number${number}`,
      jobTitle: random.pick(['Clerk', 'Engineer', 'Buyer', 'Analyst']),
      department: random.pick(['Sales', 'Finance', 'Research']),
      accountEnabled: number !== DISABLED,
      mail: number === WITHOUT_MAIL ? null : emailOf(number),
    });
    if (number > 0) scenario.graph.directory.setManager(id, ids[random.below(number)] ?? null);
    ids.push(id);
  }
  return ids;
}

/** The state of Slack, comparable between runs: by e-mail address, managers by theirs, nothing that a run makes up. */
export function stateOfSlack({ slack }: Scenario): ReadonlyMap<string, object> {
  const { workspace } = slack;
  return new Map(
    workspace.users().map((account) => {
      const { id: _id, created: _created, deactivatedAt: _at, profile, ...rest } = account;
      const manager = profile?.managerId ? (workspace.user(profile.managerId)?.primaryEmail ?? 'nobody') : null;
      return [account.primaryEmail, { ...rest, profile: profile && { ...profile, managerId: manager } }];
    }),
  );
}
