import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DEPLOY_PAGE } from './docs/deployPage.ts';
import { EXPRESSIONS_PAGE } from './docs/expressionsPage.ts';
import { MAPPING_PAGE } from './docs/mappingPage.ts';
import { OPEN_API_PAGE } from './docs/openApiPage.ts';
import { SCOPING_PAGE } from './docs/scopingPage.ts';

/** Pages that are generated, in whole or in part. `render` gives what the file at `path`, from the root, should hold. */
const PAGES: readonly { readonly path: string; readonly render: () => string | Promise<string> }[] = [
  DEPLOY_PAGE,
  EXPRESSIONS_PAGE,
  MAPPING_PAGE,
  OPEN_API_PAGE,
  SCOPING_PAGE,
];

// Writes what the pages show of the code. Run it after a change of functions, attributes, operators or admin routes:
//   node infra/scripts/writeDocs.ts
process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
for (const { path, render } of PAGES) {
  writeFileSync(path, await render());
  console.log(`Wrote ${path}`);
}
