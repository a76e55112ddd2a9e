import { useState } from 'preact/hooks';
import type { JobAnswer, ResetScope } from '../../../../shared/engine/controlJob.ts';
import { post } from '../api/request.ts';
import { watchStatus } from '../api/status.ts';
import { useAction } from '../api/useAction.ts';
import { Dialog } from '../parts/dialog.tsx';

interface Choice {
  readonly scope: ResetScope;
  readonly title: string;
  readonly meaning: string;
}

/** Entra's scopes in plain words (docs/operations.md). */
const CHOICES: readonly Choice[] = [
  {
    scope: 'QuarantineState',
    title: 'Go on',
    meaning: 'Ends a pause or quarantine. It comes back if its cause is still there.',
  },
  {
    scope: 'Watermark',
    title: 'Compare everything',
    meaning: 'A full cycle compares Entra with Slack and repairs what differs.',
  },
  { scope: 'Escrows', title: 'Retry what fails', meaning: 'Everybody who fails is tried again within a minute.' },
  {
    scope: 'ForceDeletes',
    title: 'Approve all waiting deletions',
    meaning: 'Every account that waits for your decision at this moment is disabled in Slack.',
  },
];
const USUAL: readonly ResetScope[] = ['QuarantineState', 'Watermark', 'Escrows'];

export function RestartDialog({ close }: { readonly close: () => void }) {
  const [chosen, setChosen] = useState<readonly ResetScope[]>(USUAL);
  const toggle = (scope: ResetScope) =>
    setChosen(chosen.includes(scope) ? chosen.filter((one) => one !== scope) : [...chosen, scope]);
  const { run, busy } = useAction(async () => {
    const { done } = await post<JobAnswer>('control/restart', { scopes: chosen });
    close();
    await watchStatus();
    return done.join(' ');
  });
  return (
    <Dialog
      title="Restart provisioning"
      close={close}
      actions={
        <>
          <button type="button" onClick={close}>
            Cancel
          </button>
          <button type="button" class="primary" disabled={busy || chosen.length === 0} onClick={() => run()}>
            Restart
          </button>
        </>
      }
    >
      <fieldset class="choices">
        <legend class="hidden">What to do</legend>
        {CHOICES.map(({ scope, title, meaning }) => (
          <label key={scope}>
            <input type="checkbox" checked={chosen.includes(scope)} onChange={() => toggle(scope)} />
            <span>
              <strong>{title}</strong>
              <br />
              <span class="quiet">{meaning}</span>
            </span>
          </label>
        ))}
      </fieldset>
    </Dialog>
  );
}
