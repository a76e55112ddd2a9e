import { readFileSync } from 'node:fs';
import type { Preview } from '../../../shared/model/preview.ts';
import { UsageError } from '../usageError.ts';
import type { PreviewOptions } from './previewOptions.ts';

/** More than one page of the API holds only in the largest of tenants. */
const MOST_ITEMS = 100_000;

export interface FetchedPreview extends Preview {
  /** Objects concerned, shown or not. */
  readonly total: number;
}

/** The app did not answer with a preview; the message is for a person. */
export class PreviewFailed extends Error {
  override readonly name = 'PreviewFailed';
}

/**
 * Asks the running app for a preview.
 * @throws PreviewFailed when it cannot be reached or refuses, UsageError for a file that cannot be sent
 */
export async function fetchPreview({ url, key, config }: PreviewOptions): Promise<FetchedPreview> {
  const body = { limit: MOST_ITEMS, ...(config === undefined ? {} : { configuration: readConfiguration(config) }) };
  let response: Response;
  try {
    response = await fetch(`${url}/api/preview`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(key === undefined ? {} : { 'x-functions-key': key }) },
      body: JSON.stringify(body),
    });
  } catch {
    throw new PreviewFailed(`The app does not answer at ${url}. Is it running? Name another place with --url.`);
  }
  if (response.ok) return (await response.json()) as FetchedPreview;
  throw new PreviewFailed(explain(response.status, await response.text()));
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

interface ProblemDetails {
  readonly detail?: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

function explain(status: number, text: string): string {
  if (status === 401 && text === '') return 'The app wants a function key: set PROVISIONING_KEY.';
  let problem: ProblemDetails;
  try {
    problem = JSON.parse(text) as ProblemDetails;
  } catch {
    return `The app answered with HTTP ${status}.`;
  }
  const lines = (problem.errors ?? []).map(({ path, message }) => `  ${path}: ${message}`);
  return [problem.detail ?? `The app answered with HTTP ${status}.`, ...lines].join('\n');
}
