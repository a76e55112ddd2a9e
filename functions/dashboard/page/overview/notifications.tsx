import type { Status } from '../../../../shared/engine/readStatus.ts';
import type { Subscription } from '../../../../shared/model/job.ts';
import { Empty } from '../parts/feedback.tsx';
import { Ago, now } from '../parts/time.tsx';
import { countOf } from '../words/numbers.ts';

/** Renewal is tried every six hours; below this it has failed more than once. */
const SOON_MS = 6 * 3_600_000;

/** Through what Entra tells the app of changes, and the certificate of single sign-on: what can run out. */
export function Notifications({ status }: { readonly status: Status }) {
  const { subscriptions, notificationGap, signingCertificate } = status;
  return (
    <section class="card">
      <h2>Change notifications</h2>
      {subscriptions.length === 0 ? (
        <Empty>Graph does not report changes yet. Until it does, the app looks for them each minute.</Empty>
      ) : (
        <dl class="pairs">
          {subscriptions.map((subscription) => (
            <Row key={subscription.id} subscription={subscription} />
          ))}
        </dl>
      )}
      {notificationGap.last24Hours > 0 && (
        <p class="attention">
          {countOf(notificationGap.last24Hours, 'change')} in the last 24 hours came without a notification and were
          found by looking. Nothing is lost by that; it only took longer.
        </p>
      )}
      {signingCertificate && (
        <dl class="pairs">
          <div>
            <dt>Certificate of single sign-on</dt>
            <dd class={signingCertificate.state === 'valid' ? undefined : 'attention'}>
              runs out <Ago at={signingCertificate.expiresAt} />
            </dd>
          </div>
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
      <dt>Subscription to {resource}</dt>
      <dd class={tone}>
        {left <= 0 ? 'expired ' : 'expires '}
        <Ago at={expiresAt} />
      </dd>
    </div>
  );
}
