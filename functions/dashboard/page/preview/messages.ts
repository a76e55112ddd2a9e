import type { PreviewItem, PreviewSummary } from '../../../../shared/model/preview.ts';
import type { Arrangement } from './arrange.ts';

/** Told to whoever is sent to sign in instead of getting an answer. */
export const SIGNED_OUT = 'You are not signed in any more.';

/** What the page asks the worker. */
export type Question =
  | { readonly type: 'load'; readonly url: string; readonly headers: Record<string, string>; readonly body: string }
  | { readonly type: 'rows'; readonly arrangement: Arrangement; readonly from: number; readonly to: number }
  | { readonly type: 'export'; readonly format: 'csv' | 'json'; readonly arrangement: Arrangement };

/** What the worker answers. */
export type Answer =
  | { readonly type: 'loaded'; readonly summary: PreviewSummary; readonly total: number; readonly received: number }
  | { readonly type: 'failed'; readonly status: number; readonly problem: Record<string, unknown> | undefined }
  | {
      readonly type: 'rows';
      readonly arrangement: Arrangement;
      /** Rows of this arrangement in all. */
      readonly count: number;
      readonly from: number;
      readonly rows: readonly PreviewItem[];
    }
  | { readonly type: 'export'; readonly format: 'csv' | 'json'; readonly blob: Blob };
