import { Failure, Notice } from '../parts/feedback.tsx';
import { now } from '../parts/time.tsx';
import { duration } from '../words/numbers.ts';
import { EditedConfiguration } from './editedConfiguration.tsx';
import { PreviewResult } from './previewResult.tsx';
import { startPreview, state, stopPreview } from './previewRun.ts';

/** What a full cycle would do, before it does it. */
export function PreviewScreen() {
  const current = state.value;
  return (
    <div class="stack">
      <section class="card" aria-label="Ask for a preview">
        <p>
          What a full cycle would do now: who would be created, adopted, updated or disabled, and who would be skipped
          and why. Nothing is changed by looking.
        </p>
        <div class="actions">
          <button
            type="button"
            class="primary"
            disabled={current.phase === 'running'}
            onClick={() => startPreview(undefined)}
          >
            Preview with the configuration in force
          </button>
        </div>
        <EditedConfiguration isBusy={current.phase === 'running'} />
      </section>
      {current.phase === 'running' && (
        <section class="card" aria-label="Preview under way">
          <progress aria-label="The preview is being made" />
          <div class="between">
            <span role="status">
              Reading Entra and Slack and comparing them
              <span aria-hidden="true">: {duration(now.value - current.startedAt)} so far</span>
            </span>
            <button type="button" onClick={stopPreview}>
              Stop
            </button>
          </div>
          <p class="quiet">It takes seconds, and minutes in a tenant of many thousands.</p>
        </section>
      )}
      {current.phase === 'failed' && <Failure error={current.error} />}
      {current.phase === 'done' && (
        <>
          {current.isEdited && (
            <Notice tone="neutral">
              This is what the edited configuration would do, compared with Slack as it is now.
            </Notice>
          )}
          <PreviewResult result={current} />
        </>
      )}
    </div>
  );
}
