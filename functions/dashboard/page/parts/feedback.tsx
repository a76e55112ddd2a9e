import type { ComponentChildren } from 'preact';
import { ApiError } from '../api/request.ts';
import type { Load } from '../api/useLoad.ts';

interface NoticeProps {
  readonly tone: 'good' | 'attention' | 'bad' | 'neutral';
  readonly title?: string;
  readonly children?: ComponentChildren;
  /** Read aloud at once. */
  readonly isAlert?: boolean;
}

/** A box that asks to be read. */
export function Notice({ tone, title, children, isAlert }: NoticeProps) {
  return (
    <div class={`notice ${tone}`} role={isAlert ? 'alert' : undefined}>
      {title && <strong>{title}</strong>}
      {children && <div>{children}</div>}
    </div>
  );
}

/** A request that failed: what was wrong, part by part, and a way to try again. */
export function Failure({ error, retry }: { readonly error: Error; readonly retry?: (() => void) | undefined }) {
  const errors = error instanceof ApiError ? error.errors : [];
  return (
    <Notice tone="bad" isAlert>
      <p>{error.message}</p>
      {errors.length > 0 && (
        <ul>
          {errors.map(({ path, message }) => (
            <li key={path + message}>
              {path && <code>{path}</code>} {message}
            </li>
          ))}
        </ul>
      )}
      {retry && (
        <button type="button" onClick={retry}>
          Try again
        </button>
      )}
    </Notice>
  );
}

/** Grey bars in the place of what is on its way. */
export function Waiting({ lines = 3, label = 'Loading' }: { readonly lines?: number; readonly label?: string }) {
  return (
    <div class="waiting" role="status">
      <span class="hidden">{label}</span>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} class="bar" aria-hidden="true" />
      ))}
    </div>
  );
}

/** Nothing to show, and why. */
export function Empty({ children }: { readonly children: ComponentChildren }) {
  return <p class="empty">{children}</p>;
}

interface ShowProps<T> {
  readonly load: Load<T>;
  readonly lines?: number;
  readonly children: (data: T) => ComponentChildren;
}

/** What was fetched; or that it is on its way, or what went wrong. */
export function Show<T>({ load, lines = 3, children }: ShowProps<T>) {
  const { data, error, reload } = load;
  return (
    <>
      {error && <Failure error={error} retry={reload} />}
      {data === undefined && !error && <Waiting lines={lines} />}
      {data !== undefined && children(data)}
    </>
  );
}
