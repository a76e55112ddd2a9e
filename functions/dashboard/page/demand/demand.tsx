import { useState } from 'preact/hooks';
import { Picker } from '../parts/picker.tsx';
import { address, replaceAddress, route } from '../parts/route.ts';
import { DemandRun } from './demandRun.tsx';

type Kind = 'user' | 'group';

/** Provisions one person or group now, or says what that would do. */
export function Demand() {
  const { query } = route.value;
  const [kind, setKind] = useState<Kind>(query.get('kind') === 'group' ? 'group' : 'user');
  const id = query.get('id');
  const pick = (hit: { id: string; displayName: string | null; userPrincipalName: string | null }) =>
    replaceAddress(
      address('provision', { kind, id: hit.id, name: hit.displayName ?? hit.userPrincipalName ?? hit.id }),
    );
  return (
    <div class="stack">
      <section class="card" aria-label="Who">
        <p>
          See what provisioning would do for one person or group, step by step, or do it now without waiting for a
          change in Entra.
        </p>
        <fieldset class="inline">
          <legend class="hidden">Kind</legend>
          {(['user', 'group'] as const).map((one) => (
            <label key={one} class="check">
              <input type="radio" name="kind" checked={kind === one} onChange={() => setKind(one)} />
              {one === 'user' ? 'Person' : 'Group'}
            </label>
          ))}
        </fieldset>
        <Picker kind={kind} label={kind === 'user' ? 'Find a person' : 'Find a group'} pick={pick} />
      </section>
      {id && (
        <DemandRun
          key={id}
          kind={query.get('kind') === 'group' ? 'group' : 'user'}
          id={id}
          name={query.get('name') ?? id}
        />
      )}
    </div>
  );
}
