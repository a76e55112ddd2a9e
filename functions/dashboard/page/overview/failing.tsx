import { useState } from 'preact/hooks';
import type { FailingPage } from '../../../../shared/engine/readEscrows.ts';
import type { Status } from '../../../../shared/engine/readStatus.ts';
import { get } from '../api/request.ts';
import { useLoad } from '../api/useLoad.ts';
import { Empty, Show } from '../parts/feedback.tsx';
import { address } from '../parts/route.ts';
import { Ago } from '../parts/time.tsx';
import { count, countOf } from '../words/numbers.ts';

const SHOWN = 100;

/** Who fails and why. */
export function Failing({ escrows }: { readonly escrows: Status['escrows'] }) {
  return (
    <section class="card" aria-labelledby="failing">
      <h2 id="failing">
        {countOf(escrows.count, 'person or group fails', 'people and groups fail')}
        {escrows.since && (
          <span class="quiet plain-weight">
            , the first since <Ago at={escrows.since} />
          </span>
        )}
      </h2>
      <p>They are tried again by themselves, less and less often, and at once when they change in Entra.</p>
      <ul class="reasons">
        {escrows.reasons.map(({ code, count: number, reason }) => (
          <Reason key={code} code={code} number={number} reason={reason} />
        ))}
      </ul>
    </section>
  );
}

interface ReasonProps {
  readonly code: string;
  readonly number: number;
  /** Of one of them. */
  readonly reason: string;
}

function Reason({ code, number, reason }: ReasonProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <li>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <strong>{count(number)}</strong> {reason} <code class="quiet">{code}</code>
        </summary>
        {isOpen && <People code={code} />}
      </details>
    </li>
  );
}

function People({ code }: { readonly code: string }) {
  const page = useLoad<FailingPage>(
    (signal) => get(`escrows?limit=${SHOWN}&errorCode=${encodeURIComponent(code)}`, signal),
    [code],
  );
  return (
    <Show load={page}>
      {({ items, next }) =>
        items.length === 0 ? (
          <Empty>Nobody any more.</Empty>
        ) : (
          <ul class="people">
            {items.map((item) => (
              <li key={item.id}>
                <div>
                  <strong>{item.displayName ?? item.userPrincipalName ?? item.id}</strong>
                  <br />
                  <span class="quiet">
                    {item.reason} {countOf(item.attempts, 'attempt')}, the next one <Ago at={item.nextAttemptAt} />.
                  </span>
                </div>
                <div class="actions">
                  <a class="button" href={address('logs', { person: item.id })}>
                    History
                  </a>
                </div>
              </li>
            ))}
            {next !== null && <li class="quiet">The first {SHOWN} are shown; the log has them all.</li>}
          </ul>
        )
      }
    </Show>
  );
}
