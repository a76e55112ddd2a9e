import { useEffect, useId, useState } from 'preact/hooks';
import type { DirectoryHit } from '../api/answers.ts';
import { get } from '../api/request.ts';

/** Somebody types; Entra is asked when they pause. */
const PAUSE_MS = 200;

interface PickerProps {
  readonly kind: 'user' | 'group';
  readonly label: string;
  readonly pick: (hit: DirectoryHit) => void;
}

interface Found {
  readonly text: string;
  readonly items: readonly DirectoryHit[];
  readonly problem?: string;
}

const NOTHING: Found = { text: '', items: [] };

/** Finds a person or a group by the beginning of name, mail address or sign-in name. Arrow keys choose, Enter takes, Escape closes. */
export function Picker({ kind, label, pick }: PickerProps) {
  const [text, setText] = useState('');
  const [found, setFound] = useState(NOTHING);
  const [active, setActive] = useState(0);
  const id = useId();
  const wanted = text.trim();

  useEffect(() => {
    if (wanted === '') return setFound(NOTHING);
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      const query = new URLSearchParams({ kind, search: wanted });
      try {
        const { items } = await get<{ items: DirectoryHit[] }>(`objects?${query}`, stop.signal);
        setFound({ text: wanted, items });
      } catch (error) {
        if (!stop.signal.aborted) setFound({ text: wanted, items: [], problem: (error as Error).message });
      }
      setActive(0);
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [wanted, kind]);

  const take = (hit: DirectoryHit | undefined) => {
    if (!hit) return;
    setText('');
    pick(hit);
  };
  const press = (event: KeyboardEvent) => {
    const { items } = found;
    const last = items.length - 1;
    if (event.key === 'ArrowDown') setActive(Math.min(last, active + 1));
    else if (event.key === 'ArrowUp') setActive(Math.max(0, active - 1));
    else if (event.key === 'Enter') take(items[active]);
    else if (event.key === 'Escape') setText('');
    else return;
    event.preventDefault();
  };
  const isOpen = wanted !== '' && found.text === wanted;

  return (
    <div class="picker">
      <label for={`${id}input`}>{label}</label>
      <input
        id={`${id}input`}
        type="text"
        role="combobox"
        autoComplete="off"
        aria-autocomplete="list"
        aria-expanded={isOpen && found.items.length > 0}
        aria-controls={`${id}list`}
        aria-activedescendant={isOpen && found.items.length > 0 ? `${id}${active}` : undefined}
        placeholder={kind === 'user' ? 'Name, mail address or sign-in name' : 'Name of the group'}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={press}
      />
      <div id={`${id}list`} role="listbox" aria-label={label} hidden={!isOpen || found.items.length === 0}>
        {found.items.map((hit, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled where the focus is, in the field
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field (ARIA combobox)
          <div
            key={hit.id}
            id={`${id}${index}`}
            role="option"
            aria-selected={index === active}
            onClick={() => take(hit)}
            onMouseDown={(event) => event.preventDefault()}
          >
            <strong>{hit.displayName ?? hit.userPrincipalName ?? hit.id}</strong>{' '}
            <span class="quiet">{[hit.userPrincipalName, hit.details].filter(Boolean).join(' · ')}</span>
            {!hit.isEnabled && <span class="mark neutral">disabled</span>}
          </div>
        ))}
      </div>
      <p class="quiet" role="status">
        {isOpen && (found.problem ?? (found.items.length === 0 ? 'Nobody in Entra begins like this.' : ''))}
      </p>
    </div>
  );
}
