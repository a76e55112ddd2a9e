import type { Configuration } from '../api/answers.ts';
import { Pair } from '../parts/pair.tsx';
import { count, countOf } from '../words/numbers.ts';

/** The other rules in force, in words. */
export function Rules({ configuration }: { readonly configuration: Configuration }) {
  const { users, groups, safety, schedules, pacing, logs, notify, appVersion } = configuration;
  const { maxDeletions, protect, leaver } = safety;
  return (
    <section class="card">
      <h2>Other rules</h2>
      <dl class="pairs small">
        <Pair name="People are" value={actionsIn(users.actions)} />
        <Pair name="Groups are" value={groups.enabled ? actionsIn(groups.actions) : 'left alone'} />
        <Pair name="Leavers are" value={leaver === 'disable' ? 'disabled' : 'left alone'} />
        <Pair
          name="Disabled at most, without approval"
          value={`${count(maxDeletions.count)} or ${maxDeletions.percent} % of the accounts in 24 hours, whichever is more`}
        />
        <Pair name="Protected" value={protect.length === 0 ? 'nobody in particular' : protect.join(', ')} />
        <Pair name="Full comparison" value={schedules.fullCycle && `${schedules.fullCycle} (NCRONTAB, UTC)`} />
        <Pair name="Left to other apps" value={`${pacing.headroomPercent} % of Slack’s limits`} />
        <Pair name="Log is kept for" value={countOf(logs.retentionDays, 'day')} />
        <Pair name="Mail goes to" value={notify.email.join(', ') || 'nobody'} />
        <Pair name="Slack messages go to" value={notify.slackWebhook ?? 'nowhere'} />
        <Pair name="Version of the app" value={appVersion} />
      </dl>
    </section>
  );
}

function actionsIn(actions: readonly string[]): string {
  return actions.length === 0 ? 'only looked at' : actions.map((action) => `${action}d`).join(', ');
}
