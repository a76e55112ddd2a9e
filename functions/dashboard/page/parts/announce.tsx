import { signal } from '@preact/signals';
import { Icon } from './icon.tsx';

/** What was just done, shown for a while and read aloud. */
interface Announcement {
  readonly text: string;
  readonly tone: 'good' | 'bad';
}

const SHOWN_MS = 8_000;

const current = signal<Announcement | undefined>(undefined);
let timer: ReturnType<typeof setTimeout> | undefined;

/** Tells the person what was done, or why it was not. */
export function announce(text: string, tone: Announcement['tone'] = 'good'): void {
  current.value = { text, tone };
  clearTimeout(timer);
  timer = setTimeout(close, SHOWN_MS);
}

function close(): void {
  current.value = undefined;
}

export function Announcements() {
  return (
    <div class="announcements" role="status">
      {current.value && (
        <div class={`announcement ${current.value.tone}`}>
          <span>{current.value.text}</span>
          <button type="button" class="plain" onClick={close} aria-label="Dismiss">
            <Icon name="close" />
          </button>
        </div>
      )}
    </div>
  );
}
