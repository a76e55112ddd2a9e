import { createHash } from 'node:crypto';
import type { LocalResponse } from '../../http/server.ts';
import { Html, html } from './html.ts';

const STYLE = new Html(`
:root { color-scheme: light dark; --text: light-dark(#1d1c1d, #e8e6e9); --quiet: light-dark(#616061, #a5a2a8);
  --paper: light-dark(#fff, #1a1d21); --card: light-dark(#f8f8f8, #222529); --line: light-dark(#dddcdd, #3a3d42);
  --accent: light-dark(#611f69, #d8a3df); --good: light-dark(#007a5a, #5ad1ab); --bad: light-dark(#c01343, #ff8aa5) }
* { box-sizing: border-box }
body { margin: 0; font: 15px/1.45 system-ui, sans-serif; color: var(--text); background: var(--paper) }
header, main { max-width: 1200px; margin: 0 auto; padding: 0 24px }
header { display: flex; flex-wrap: wrap; gap: 8px 24px; align-items: baseline; padding-top: 24px }
h1 { margin: 0; font-size: 24px } h2 { margin: 32px 0 8px; font-size: 17px }
p { margin: 8px 0 } .quiet { color: var(--quiet) } .good { color: var(--good) } .bad { color: var(--bad) }
.wide { overflow-x: auto; border: 1px solid var(--line); border-radius: 8px }
table { width: 100%; border-collapse: collapse; font-size: 14px }
th, td { padding: 6px 12px; text-align: left; vertical-align: top } td.number, th.number { text-align: right }
th { font-weight: 600; color: var(--quiet); background: var(--card); white-space: nowrap }
tr + tr td, thead + tbody td { border-top: 1px solid var(--line) }
code { font: 13px ui-monospace, monospace }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 440px), 1fr)); gap: 0 32px }
.notice { padding: 8px 16px; border-left: 4px solid var(--bad); background: var(--card) }
a { color: var(--accent) }
input, select, button { font: inherit; color: inherit; padding: 6px 10px; border: 1px solid var(--line);
  border-radius: 6px; background: var(--paper) }
button.primary { background: #611f69; border-color: #611f69; color: #fff }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
form.consent { max-width: 460px; margin: 8vh auto 0; padding: 24px; border: 1px solid var(--line); border-radius: 12px }
form.consent label { display: block; margin: 16px 0 } form.consent select { width: 100% }
form.consent .buttons { display: flex; gap: 12px; justify-content: end; margin-top: 24px }
`);

interface Page {
  readonly title: string;
  readonly body: Html;
  /** The one script that may run. */
  readonly script?: string;
  readonly status?: number;
}

/** A page that needs nothing but itself: no resource from elsewhere, and no script but the given one. */
export function renderPage({ title, body, script, status = 200 }: Page): LocalResponse {
  const page = html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
${body}
${script === undefined ? '' : new Html(`<script>${script}</script>`)}
</body>
</html>
`;
  const hash = script === undefined ? "'none'" : `'sha256-${createHash('sha256').update(script).digest('base64')}'`;
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; img-src data:; connect-src 'self'; frame-ancestors 'none'; script-src ${hash}`,
      'cache-control': 'no-store',
    },
    body: page.markup,
  };
}
