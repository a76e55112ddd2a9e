import { render } from 'preact';
import { barrier, takeKeyFromAddress } from './api/session.ts';
import { watchStatus } from './api/status.ts';
import { applyTheme } from './parts/theme.ts';
import { KeyForm } from './shell/keyForm.tsx';
import { Shell } from './shell/shell.tsx';

takeKeyFromAddress();
applyTheme();
barrier.subscribe((value) => {
  if (value === undefined) watchStatus();
});

function App() {
  return barrier.value === undefined ? <Shell /> : <KeyForm barrier={barrier.value} />;
}

const place = document.getElementById('app');
if (place) render(<App />, place);
