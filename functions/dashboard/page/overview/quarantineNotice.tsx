import type { Status } from '../../../../shared/engine/readStatus.ts';
import { Notice } from '../parts/feedback.tsx';
import { address } from '../parts/route.ts';
import { Ago } from '../parts/time.tsx';

type Quarantine = NonNullable<Status['quarantine']>;

/** Why everything stands still, and what to do about it. */
export function QuarantineNotice({ status }: { readonly status: Status & { readonly quarantine: Quarantine } }) {
  const { code, message, since, nextAttempt } = status.quarantine;
  const isOver = status.state === 'disabled';
  return (
    <Notice tone="bad" title={isOver ? 'Why it was switched off' : 'In quarantine'} isAlert>
      <p>
        {message}{' '}
        <span class="quiet">
          ({code}, <Ago at={since} />)
        </span>
      </p>
      {!isOver && <p>{whatNext(status.quarantine)}</p>}
      {nextAttempt && (
        <p>
          In any case it is tried again <Ago at={nextAttempt} />.
        </p>
      )}
    </Notice>
  );
}

function whatNext({ reason, code }: Quarantine) {
  if (code === 'UnexpectedDeactivation')
    return 'Ask Slack what has happened, then start it yourself: nobody else will.';
  if (reason !== 'EncounteredQuarantineException') {
    return 'Look below who fails and why. Every five minutes a few of them are tried; when most succeed, everything goes on by itself.';
  }
  return (
    <>
      <a href={address('connection')}>Test the connection</a> to see what Entra and Slack say now. Once both accept the
      credentials again, everything goes on by itself within a minute.
    </>
  );
}
