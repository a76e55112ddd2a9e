import { useState } from 'preact/hooks';
import { startPreview } from './previewRun.ts';

/** "What would this change?": a `provisioning.json` that is not in force yet, pasted or uploaded. */
export function EditedConfiguration({ isBusy }: { readonly isBusy: boolean }) {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string>();
  const take = (given: string) => {
    setText(given);
    setProblem(undefined);
  };
  const run = () => {
    const parsed = parse(text);
    if ('problem' in parsed) setProblem(parsed.problem);
    else startPreview(parsed.configuration);
  };
  return (
    <details class="edited">
      <summary>What would an edited provisioning.json change?</summary>
      <div class="stack">
        <label>
          Upload a file
          <input
            type="file"
            accept=".json,application/json"
            onChange={async (event) => take((await event.currentTarget.files?.[0]?.text()) ?? '')}
          />
        </label>
        <label>
          or paste it here
          <textarea
            class="code"
            rows={10}
            spellcheck={false}
            value={text}
            aria-invalid={problem !== undefined}
            onInput={(event) => take(event.currentTarget.value)}
            placeholder={'{ "enabled": true, "scope": { … }, "users": { … } }'}
          />
        </label>
        {problem && (
          <p class="bad" role="alert">
            {problem}
          </p>
        )}
        <div class="actions">
          <button type="button" disabled={isBusy || text.trim() === ''} onClick={run}>
            Preview with this configuration
          </button>
        </div>
      </div>
    </details>
  );
}

function parse(text: string): { readonly configuration: object } | { readonly problem: string } {
  try {
    const configuration: unknown = JSON.parse(text);
    if (typeof configuration === 'object' && configuration !== null && !Array.isArray(configuration)) {
      return { configuration };
    }
    return { problem: 'This is JSON, but no object: a provisioning.json begins with { and ends with }.' };
  } catch (error) {
    return { problem: `This is not JSON: ${(error as Error).message}` };
  }
}
