import type { PreviewItem } from '../../../../shared/model/preview.ts';
import { Changes } from '../parts/changes.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { OutcomeMark } from '../parts/outcomeMark.tsx';
import { Pair } from '../parts/pair.tsx';
import { address } from '../parts/route.ts';
import { nameOf } from './arrange.ts';

/** What would happen to one person or group. */
export function PreviewDetails({ item, close }: { readonly item: PreviewItem; readonly close: () => void }) {
  const { id, kind, outcome, code, reason, slackId, userPrincipalName, modifiedProperties } = item;
  return (
    <Dialog
      title={nameOf(item)}
      close={close}
      isLarge
      actions={
        <>
          <a class="button" href={address('logs', { person: id })}>
            History
          </a>
          <a class="button" href={address('provision', { kind, id, name: nameOf(item) })}>
            Provision on demand
          </a>
          <button type="button" class="primary" onClick={close}>
            Close
          </button>
        </>
      }
    >
      <p>
        <OutcomeMark outcome={outcome} isPlan /> {reason} {code && <code>{code}</code>}
      </p>
      <dl class="pairs">
        <Pair name="Sign-in name" value={userPrincipalName} />
        <Pair name="Entra id" value={id} />
        <Pair name="Slack id" value={slackId} />
      </dl>
      {modifiedProperties.length > 0 && <Changes changes={modifiedProperties} isNew={outcome === 'created'} />}
    </Dialog>
  );
}
