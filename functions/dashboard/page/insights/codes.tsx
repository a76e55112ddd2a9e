import { Empty } from '../parts/feedback.tsx';
import { address } from '../parts/route.ts';
import { count } from '../words/numbers.ts';

const SHOWN = 12;

/** Why people were skipped, held back or failed, most frequent first. */
export function Codes({ codes }: { readonly codes: Readonly<Record<string, number>> }) {
  const sorted = Object.entries(codes).slice(0, SHOWN);
  const most = Math.max(1, ...sorted.map(([, number]) => number));
  return (
    <section class="card">
      <h2>Reasons for skips and failures</h2>
      {sorted.length === 0 ? (
        <Empty>Nobody was skipped, and nothing failed.</Empty>
      ) : (
        <ul class="meters">
          {sorted.map(([code, number]) => (
            <li key={code}>
              <div class="between">
                <a href={address('logs', { errorCode: code })}>{code}</a>
                <span>{count(number)}</span>
              </div>
              <meter aria-label={code} min={0} max={most} value={number} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
