import { writeFileSync } from 'node:fs';
import { formatPreviewCsv } from '../../shared/model/previewCsv.ts';
import { createScreen } from '../local/terminal/screen.ts';
import { fetchPreview, PreviewFailed } from './preview/fetchPreview.ts';
import { formatPreview } from './preview/formatPreview.ts';
import { type PreviewOptions, readPreviewOptions, USAGE } from './preview/previewOptions.ts';
import { UsageError } from './usageError.ts';

async function main(options: PreviewOptions): Promise<void> {
  if (options.help) {
    console.log(USAGE);
    return;
  }
  const preview = await fetchPreview(options);
  if (options.csv !== undefined) writeFileSync(options.csv, formatPreviewCsv(preview.items));
  const asJson = options.json || !process.stdout.isTTY;
  console.log(asJson ? JSON.stringify(preview, null, 2) : formatPreview(preview, createScreen(process.stdout).paint));
}

try {
  await main(readPreviewOptions(process.argv.slice(2), process.env));
} catch (error) {
  if (!(error instanceof UsageError || error instanceof PreviewFailed)) throw error;
  console.error(error instanceof UsageError ? `${error.message}\n\n${USAGE}` : error.message);
  process.exitCode = 1;
}
