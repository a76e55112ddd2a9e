import type { FinishedAuthorization } from '../../shared/compose.ts';

type Check = FinishedAuthorization['connection']['checks'][number];

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 44rem; margin: 3rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; }
ul { list-style: none; padding: 0; }
li { border-top: 1px solid color-mix(in srgb, currentColor 20%, transparent); padding: .6rem 0; }
li { display: grid; grid-template-columns: 6rem 1fr; }
p.action { margin: .2rem 0 0; }
`;

const MARKS: Readonly<Record<Check['result'], string>> = {
  passed: '✓ passed',
  warning: '! note',
  failed: '✗ failed',
  skipped: '– skipped',
};

/** Told to the person who comes back from Slack: whether the connection works, and what each check saw. */
export function renderConnected({
  place,
  isOrganisationInstall,
  userId,
  isRotating,
  connection,
}: FinishedAuthorization) {
  const title = connection.ok ? 'Slack is connected' : 'The token is stored, but the connection does not work yet';
  const where = isOrganisationInstall ? `the whole organisation ${place}` : `the workspace ${place}`;
  const renewal = isRotating ? 'It expires, and the app renews it.' : 'It does not expire.';
  return page(
    title,
    `<p>Slack's user ${escapeHtml(userId)} has allowed it on ${escapeHtml(where)}. The token is stored. ${renewal}</p>
<ul>${connection.checks.map(renderCheck).join('')}</ul>`,
  );
}

export function renderRefused(detail: string): string {
  return page('Slack was not connected', `<p>${escapeHtml(detail)}</p><p>Nothing was changed.</p>`);
}

function renderCheck({ name, result, message, action }: Check): string {
  const advice = action === undefined ? '' : `<p class="action">${escapeHtml(action)}</p>`;
  return `<li><b>${MARKS[result]}</b><div><code>${escapeHtml(name)}</code> ${escapeHtml(message)}${advice}</div></li>`;
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body><main><h1>${escapeHtml(title)}</h1>
${body}
<p><a href="/api/dashboard">Back to the dashboard</a></p></main></body>
</html>
`;
}

function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/gu, (character) => entities[character] ?? character);
}
