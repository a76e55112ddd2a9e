import { writeFileSync } from 'node:fs';
import { formatPreviewCsv } from '../../shared/model/previewCsv.ts';
import { createScreen } from '../local/terminal/screen.ts';
import { runCommand } from './app/runCommand.ts';
import { fetchPreview } from './preview/fetchPreview.ts';
import { formatPreview } from './preview/formatPreview.ts';
import { readPreviewOptions, USAGE } from './preview/previewOptions.ts';

await runCommand(USAGE, async () => {
  const options = readPreviewOptions(process.argv.slice(2), process.env);
  if (options.help) {
    console.log(USAGE);
    return;
  }
  const preview = await fetchPreview(options);
  if (options.csv !== undefined) writeFileSync(options.csv, formatPreviewCsv(preview.items));
  const asJson = options.json || !process.stdout.isTTY;
  console.log(asJson ? JSON.stringify(preview, null, 2) : formatPreview(preview, createScreen(process.stdout).paint));
});
