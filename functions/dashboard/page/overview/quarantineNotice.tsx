import type { Status } from '../../../../shared/engine/readStatus.ts';
import { Notice } from '../parts/feedback.tsx';
import { address } from '../parts/route.ts';
import { Ago } from '../parts/time.tsx';

/** Why everything stands still, and what to do about it. */
export function QuarantineNotice({ quarantine }: { readonly quarantine: NonNullable<Status['quarantine']> }) {
  const { reason, code, message, since, nextAttempt } = quarantine;
  return (
    <Notice tone="bad" title="In quarantine" isAlert>
      <p>
        {message}{' '}
        <span class="quiet">
          ({code}, <Ago at={since} />)
        </span>
      </p>
      {reason === 'EncounteredQuarantineException' ? (
        <p>
          <a href={address('connection')}>Test the connection</a> to see what Entra and Slack say now. Once the
          credentials are accepted again, provisioning goes on by itself within a minute; after accounts were
          deactivated unexpectedly it waits for you to start it.
        </p>
      ) : (
        <p>
          Too many people and groups fail, which is rarely their own fault. Look below who fails and why; a few of them
          are tried again by themselves, and when they succeed, everything goes on.
        </p>
      )}
      {nextAttempt && (
        <p>
          The next attempt is <Ago at={nextAttempt} />.
        </p>
      )}
    </Notice>
  );
}
