import { useEffect, useRef, useState } from 'preact/hooks';
import { Announcements } from '../parts/announce.tsx';
import { route } from '../parts/route.ts';
import { Navigation } from './navigation.tsx';
import { SCREENS } from './screens.ts';

/** The frame around every screen: navigation at the side, or behind a button on a phone. */
export function Shell() {
  const { screen: name } = route.value;
  const screen = SCREENS.find((candidate) => candidate.name === name) ?? SCREENS[0];
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(screen);
  const [isMenuOpen, setMenuOpen] = useState(false);

  useEffect(() => {
    document.title = `${screen?.title} – Slack provisioning`;
    if (shown.current === screen) return;
    shown.current = screen;
    scrollTo(0, 0);
    heading.current?.focus(); // A screen reader says where the person is now.
  }, [screen]);

  if (!screen) return null;
  const Content = screen.component;
  return (
    <div class="shell">
      <button type="button" class="skip" onClick={() => heading.current?.focus()}>
        Skip to content
      </button>
      <Navigation
        current={screen.name}
        isOpen={isMenuOpen}
        toggle={() => setMenuOpen(!isMenuOpen)}
        close={() => setMenuOpen(false)}
      />
      <main id="main">
        <h1 ref={heading} tabIndex={-1}>
          {screen.title}
        </h1>
        <Content />
      </main>
      <Announcements />
    </div>
  );
}
