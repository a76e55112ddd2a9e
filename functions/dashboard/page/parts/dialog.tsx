import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';

interface DialogProps {
  readonly title: string;
  readonly close: () => void;
  readonly children: ComponentChildren;
  /** Buttons, the one that acts last. */
  readonly actions: ComponentChildren;
  /** For more than a question. */
  readonly isLarge?: boolean;
}

/** A modal question; Escape closes it, and the browser keeps the focus inside. */
export function Dialog({ title, close, children, actions, isLarge }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const id = useId();
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    heading.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog ref={dialog} class={isLarge ? 'large' : undefined} aria-labelledby={id} onClose={close}>
      <h2 id={id} ref={heading} tabIndex={-1}>
        {title}
      </h2>
      <div class="content">{children}</div>
      <div class="actions">{actions}</div>
    </dialog>
  );
}
