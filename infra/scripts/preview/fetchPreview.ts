import { readFileSync } from 'node:fs';
import type { Preview } from '../../../shared/model/preview.ts';
import { callApp } from '../app/callApp.ts';
import { UsageError } from '../usageError.ts';
import type { PreviewOptions } from './previewOptions.ts';

/** More than one page of the API holds only in the largest of tenants. */
const MOST_ITEMS = 100_000;

export interface FetchedPreview extends Preview {
  /** Objects concerned, shown or not. */
  readonly total: number;
}

/**
 * Asks the running app for a preview.
 * @throws AppFailed when it cannot be reached or refuses, UsageError for a file that cannot be sent
 */
export async function fetchPreview({ config, ...app }: PreviewOptions): Promise<FetchedPreview> {
  const configuration = config === undefined ? {} : { configuration: readConfiguration(config) };
  return callApp(app, 'POST', '/preview', { limit: MOST_ITEMS, ...configuration });
}

function readConfiguration(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new UsageError(`--config: ${file} cannot be read.`);
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/u, ''));
  } catch (error) {
    throw new UsageError(`--config: ${file} is not JSON: ${error instanceof Error ? error.message : error}`);
  }
}
