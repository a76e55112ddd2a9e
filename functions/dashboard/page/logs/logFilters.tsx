import { useEffect, useState } from 'preact/hooks';
import { address, replaceAddress } from '../parts/route.ts';
import { OUTCOMES } from '../words/outcomes.ts';
import { SPANS } from './logQuery.ts';

const ACTIONS = ['create', 'adopt', 'update', 'enable', 'disable', 'delete', 'other'];
/** Somebody types; the log is asked when they pause. */
const PAUSE_MS = 300;
/** What is behind "More filters". */
const RARE = ['action', 'status', 'errorCode', 'kind', 'person', 'from', 'to', 'cycleId', 'cause'];

interface LogFiltersProps {
  readonly filters: URLSearchParams;
  /** Name of whoever the first entry is about. */
  readonly person: string | undefined;
}

/** What the log is searched for; kept in the address, so that it can be sent to somebody. */
export function LogFilters({ filters, person }: LogFiltersProps) {
  const set = (name: string, value: string) =>
    replaceAddress(address('logs', { ...Object.fromEntries(filters), [name]: value }));
  const value = (name: string) => filters.get(name) ?? '';
  const rare = RARE.filter((name) => filters.has(name)).length;
  const [isOpen, setOpen] = useState(false);
  const isHistory = /^[0-9a-f-]{36}$/iu.test(value('person'));
  useEffect(() => {
    if (rare > (isHistory ? 1 : 0)) setOpen(true);
  }, [rare, isHistory]);
  return (
    <section class="card" aria-label="Filters">
      {isHistory && (
        <div class="between">
          <h2>The whole history of {person ?? value('person')}</h2>
          <a class="button" href="#/logs">
            Show everybody
          </a>
        </div>
      )}
      <div class="filters">
        <TypedFilter
          title="Search"
          name="text"
          value={value('text')}
          set={set}
          placeholder="Name, id, reason, attribute"
        />
        <label>
          Outcome
          <select value={value('outcome')} onChange={(event) => set('outcome', event.currentTarget.value)}>
            <option value="">All</option>
            {Object.entries(OUTCOMES).map(([name, { label }]) => (
              <option key={name} value={name}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <label>
          Time
          <select value={value('span')} onChange={(event) => set('span', event.currentTarget.value)}>
            <option value="">Any time</option>
            {Object.entries(SPANS).map(([name, { title }]) => (
              <option key={name} value={name}>
                {title}
              </option>
            ))}
          </select>
        </label>
      </div>
      <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>More filters</summary>
        <div class="filters">
          <TypedFilter
            title="Person or group"
            name="person"
            value={value('person')}
            set={set}
            placeholder="Address, id or name"
          />
          <TypedFilter
            title="Error code"
            name="errorCode"
            value={value('errorCode')}
            set={set}
            placeholder="AccountDisabled"
          />
          <Choice title="Action" name="action" values={ACTIONS} value={value('action')} set={set} />
          <Choice
            title="Status"
            name="status"
            values={['success', 'skipped', 'failure']}
            value={value('status')}
            set={set}
          />
          <Choice title="Kind" name="kind" values={['user', 'group']} value={value('kind')} set={set} />
          <Moment title="From" name="from" value={value('from')} set={set} />
          <Moment title="Until" name="to" value={value('to')} set={set} />
        </div>
      </details>
      {[...filters.keys()].length > 0 && !isHistory && (
        <div class="actions">
          <button type="button" onClick={() => replaceAddress('#/logs')}>
            Remove all filters
          </button>
        </div>
      )}
    </section>
  );
}

interface FilterProps {
  readonly title: string;
  readonly name: string;
  readonly value: string;
  readonly set: (name: string, value: string) => void;
}

function TypedFilter({ title, name, value, set, placeholder }: FilterProps & { readonly placeholder: string }) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => set(name, text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <label>
      {title}
      <input
        type="search"
        value={text}
        placeholder={placeholder}
        onInput={(event) => setText(event.currentTarget.value)}
      />
    </label>
  );
}

function Choice({ title, name, value, set, values }: FilterProps & { readonly values: readonly string[] }) {
  return (
    <label>
      {title}
      <select value={value} onChange={(event) => set(name, event.currentTarget.value)}>
        <option value="">All</option>
        {values.map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </select>
    </label>
  );
}

/** In the person's own time zone. */
function Moment({ title, name, value, set }: FilterProps) {
  return (
    <label>
      {title}
      <input type="datetime-local" value={value} onChange={(event) => set(name, event.currentTarget.value)} />
    </label>
  );
}
