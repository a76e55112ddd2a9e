import type { Preview, PreviewItem } from '../../../shared/model/preview.ts';
import { formatPreviewCsv } from '../../../shared/model/previewCsv.ts';
import { type Arrangement, arrange } from './preview/arrange.ts';
import { type Answer, type Question, SIGNED_OUT } from './preview/messages.ts';

/** Holds a preview aside of the page, so that a hundred thousand rows are read, sorted and searched without the page standing still. */

let items: readonly PreviewItem[] = [];
let arranged: { readonly key: string; readonly rows: readonly PreviewItem[] } | undefined;

addEventListener('message', async ({ data }: MessageEvent<Question>) => {
  postMessage(await answer(data));
});

async function answer(question: Question): Promise<Answer> {
  if (question.type === 'load') return load(question);
  const { arrangement } = question;
  const rows = rowsOf(arrangement);
  if (question.type === 'export')
    return { type: 'export', format: question.format, blob: toBlob(rows, question.format) };
  const { from, to } = question;
  return { type: 'rows', arrangement, count: rows.length, from, rows: rows.slice(from, to) };
}

async function load({ url, headers, body }: Extract<Question, { type: 'load' }>): Promise<Answer> {
  let response: Response;
  try {
    const all = { ...headers, 'content-type': 'application/json' };
    response = await fetch(url, { method: 'POST', headers: all, body, redirect: 'manual' });
  } catch {
    return { type: 'failed', status: 0, problem: { detail: 'The app does not answer.' } };
  }
  if (response.type === 'opaqueredirect') return { type: 'failed', status: 401, problem: { detail: SIGNED_OUT } };
  const json = await response.json().catch(() => undefined);
  if (!response.ok) return { type: 'failed', status: response.status, problem: json };
  const preview = json as Preview & { readonly total: number };
  items = preview.items;
  arranged = undefined;
  return { type: 'loaded', summary: preview.summary, total: preview.total, received: items.length };
}

function rowsOf(arrangement: Arrangement): readonly PreviewItem[] {
  const key = JSON.stringify(arrangement);
  if (arranged?.key !== key) arranged = { key, rows: arrange(items, arrangement) };
  return arranged.rows;
}

function toBlob(rows: readonly PreviewItem[], format: 'csv' | 'json'): Blob {
  if (format === 'json') return new Blob([JSON.stringify(rows, null, 2)], { type: 'application/json' });
  // Without the mark at its start, spreadsheets take UTF-8 for something else.
  return new Blob(['\uFEFF', formatPreviewCsv(rows)], { type: 'text/csv;charset=utf-8' });
}
