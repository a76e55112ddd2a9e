import type { Subscription } from '../../../../shared/model/job.ts';
import { Empty } from '../parts/feedback.tsx';
import { Ago, now } from '../parts/time.tsx';

/** Renewal is tried every six hours; below this it has failed more than once. */
const SOON_MS = 6 * 3_600_000;

/** Through these Graph tells the app what changes. */
export function Subscriptions({ subscriptions }: { readonly subscriptions: readonly Subscription[] }) {
  return (
    <section class="card" aria-labelledby="subscriptions">
      <h2 id="subscriptions">Change notifications</h2>
      {subscriptions.length === 0 ? (
        <Empty>Graph does not report changes yet. Until it does, the sweep finds them each minute.</Empty>
      ) : (
        <dl class="pairs">
          {subscriptions.map((subscription) => (
            <Row key={subscription.id} subscription={subscription} />
          ))}
        </dl>
      )}
    </section>
  );
}

function Row({ subscription: { resource, expiresAt } }: { readonly subscription: Subscription }) {
  const left = Date.parse(expiresAt) - now.value;
  const tone = left <= 0 ? 'bad' : left < SOON_MS ? 'attention' : undefined;
  return (
    <div>
      <dt>{resource}</dt>
      <dd class={tone}>
        {left <= 0 ? 'expired ' : 'expires '}
        <Ago at={expiresAt} />
        {left <= 0 && '; renewed with the next attempt'}
      </dd>
    </div>
  );
}
