import type { BudgetUse } from '../../../../shared/model/job.ts';
import { Empty } from '../parts/feedback.tsx';
import { count } from '../words/numbers.ts';

/** What Slack counts, in words; by the name of the limit. */
const NAMES: Readonly<Record<string, string>> = {
  writes: 'All writing',
  reads: 'All reading',
  readUser: 'Reading accounts',
  createUser: 'Creating accounts',
  updateUser: 'Changing accounts',
  disableUser: 'Disabling accounts',
  readGroup: 'Reading groups',
  createGroup: 'Creating groups',
  updateGroup: 'Changing groups',
  deleteGroup: 'Deleting groups',
};

/** How much of Slack's rate limits is used up now. */
export function SlackBudget({ use }: { readonly use: BudgetUse }) {
  const busy = use.budgets.filter(({ inUsePercent }) => inUsePercent > 0);
  return (
    <section class="card">
      <h2>Slack’s limits</h2>
      {busy.length === 0 ? (
        <Empty>
          Nothing is used up. The app stays below Slack’s limits by itself, and leaves some room for other apps.
        </Empty>
      ) : (
        <ul class="meters">
          {busy.map(({ name, inUsePercent, perMinute }) => (
            <li key={name}>
              <div class="between">
                <span>{NAMES[name] ?? name}</span>
                <span class="quiet">
                  {inUsePercent} % of {count(perMinute)} a minute
                </span>
              </div>
              <meter aria-label={NAMES[name] ?? name} min={0} max={100} value={Math.min(100, inUsePercent)} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
