import type { Quarantine } from '../../../../shared/model/job.ts';
import { Notice } from '../parts/feedback.tsx';
import { address } from '../parts/route.ts';
import { Ago } from '../parts/time.tsx';

/** Why everything stands still, and what to do about it. */
export function QuarantineNotice({ quarantine }: { readonly quarantine: Quarantine }) {
  const { code, message, since } = quarantine;
  return (
    <Notice tone="bad" title="In quarantine" isAlert>
      <p>
        {message}{' '}
        <span class="quiet">
          ({code}, <Ago at={since} />)
        </span>
      </p>
      <p>
        <a href={address('connection')}>Test the connection</a> to see what Slack says now. Once the credentials are
        accepted again, provisioning goes on by itself within a minute; after accounts were deactivated unexpectedly it
        waits for you to start it.
      </p>
    </Notice>
  );
}
