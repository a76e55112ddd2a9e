import { signal } from '@preact/signals';
import type { PreviewItem, PreviewSummary } from '../../../../shared/model/preview.ts';
import { ApiError, addressed, toError } from '../api/request.ts';
import { download, fileName } from '../parts/download.ts';
import type { Arrangement } from './arrange.ts';
import type { Answer, Question } from './messages.ts';

/** As many rows as the admin API gives at once. */
const MOST_ROWS = 100_000;

/** Rows that are fetched beyond those in sight: they are there when somebody scrolls, or when more rows fit than before. */
const AROUND = 60;

/** Next to the page's own script, and of the same version. */
const WORKER = new URL(`previewWorker.js${new URL(import.meta.url).search}`, import.meta.url);

/** Where a preview is. */
export type PreviewState =
  | { readonly phase: 'none' }
  | { readonly phase: 'running'; readonly startedAt: number }
  | { readonly phase: 'failed'; readonly error: Error }
  | {
      readonly phase: 'done';
      readonly summary: PreviewSummary;
      readonly total: number;
      /** Rows that came; fewer than `total` in a very large tenant. */
      readonly received: number;
      readonly at: number;
      /** With the configuration in force, or an edited one. */
      readonly isEdited: boolean;
    };

export const state = signal<PreviewState>({ phase: 'none' });
/** Rows near what is in sight, by their place in the arrangement. */
export const rows = signal<{ readonly count: number; readonly from: number; readonly items: readonly PreviewItem[] }>({
  count: 0,
  from: 0,
  items: [],
});

let worker: Worker | undefined;
let wanted = '';
let isEdited = false;

/** Asks for a preview; with the text of an edited configuration, or the one in force. Ends one that is under way. */
export function startPreview(configuration: object | undefined): void {
  stopPreview();
  isEdited = configuration !== undefined;
  state.value = { phase: 'running', startedAt: Date.now() };
  worker = new Worker(WORKER, { type: 'module' });
  worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => take(data));
  worker.addEventListener('error', () => fail(new Error('The preview cannot be shown in this browser.')));
  const body = JSON.stringify({ ...(configuration ? { configuration } : {}), limit: MOST_ROWS });
  ask({ type: 'load', ...addressed('preview'), body });
}

/** Breaks a preview off; nothing of it has been done anyway. */
export function stopPreview(): void {
  worker?.terminate();
  worker = undefined;
  rows.value = { count: 0, from: 0, items: [] };
  state.value = { phase: 'none' };
}

/** Asks for the rows in sight. */
export function lookAt(arrangement: Arrangement, from: number, to: number): void {
  wanted = JSON.stringify(arrangement);
  ask({ type: 'rows', arrangement, from: Math.max(0, from - AROUND), to: to + AROUND });
}

export function exportRows(format: 'csv' | 'json', arrangement: Arrangement): void {
  ask({ type: 'export', format, arrangement });
}

function ask(question: Question): void {
  worker?.postMessage(question);
}

function fail(error: Error): void {
  stopPreview();
  state.value = { phase: 'failed', error };
}

async function take(answer: Answer): Promise<void> {
  if (answer.type === 'loaded') {
    const { summary, total, received } = answer;
    state.value = { phase: 'done', summary, total, received, at: Date.now(), isEdited };
    return;
  }
  if (answer.type === 'failed') return fail(await errorOf(answer));
  if (answer.type === 'export') return download(answer.blob, fileName('preview', answer.format, new Date()));
  if (JSON.stringify(answer.arrangement) !== wanted) return;
  rows.value = { count: answer.count, from: answer.from, items: answer.rows };
}

/** As if the page itself had asked: a missing key or sign-in is shown to the person. */
async function errorOf({ status, problem }: Extract<Answer, { type: 'failed' }>): Promise<Error> {
  if (status === 0) return new ApiError(0, String(problem?.detail));
  const headers = problem === undefined ? undefined : { 'content-type': 'application/problem+json' };
  return toError(new Response(JSON.stringify(problem ?? ''), { status, ...(headers ? { headers } : {}) }));
}
