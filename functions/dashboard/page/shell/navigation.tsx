import { status, statusError } from '../api/status.ts';
import { Icon } from '../parts/icon.tsx';
import { describeState } from '../words/stateWords.ts';
import { SCREENS } from './screens.ts';
import { ThemeSwitch } from './themeSwitch.tsx';

interface NavigationProps {
  readonly current: string;
  readonly isOpen: boolean;
  readonly toggle: () => void;
  readonly close: () => void;
}

export function Navigation({ current, isOpen, toggle, close }: NavigationProps) {
  return (
    <header class="side">
      <div class="brand">
        <span class="product">
          Entra <Icon name="arrow" />
          <span class="hidden">to</span> Slack
        </span>
        <StateMark />
        <button
          type="button"
          class="menu-button"
          aria-expanded={isOpen}
          aria-controls="menu"
          onClick={toggle}
          aria-label="Menu"
        >
          <Icon name={isOpen ? 'close' : 'menu'} />
        </button>
      </div>
      <div id="menu" class={isOpen ? 'menu open' : 'menu'}>
        <nav aria-label="Screens">
          <ul>
            {SCREENS.map(({ name, title }) => (
              <li key={name}>
                <a href={`#/${name}`} onClick={close} aria-current={name === current ? 'page' : undefined}>
                  {title}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <ThemeSwitch />
      </div>
    </header>
  );
}

/** The state at a glance, on every screen. */
function StateMark() {
  if (statusError.value) return <span class="mark bad">No answer</span>;
  if (!status.value) return null;
  const { label, tone } = describeState(status.value, Date.now());
  return <span class={`mark ${tone}`}>{label}</span>;
}
