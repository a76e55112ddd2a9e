import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { loadApp } from '../../infra/local/host/loading/loadApp.ts';

// Prints what the built app in a folder registers, and which of its files are loaded for that, as JSON: node printFunctions.ts <folder>
const [folder = ''] = process.argv.slice(2);
process.chdir(folder);
const files: string[] = [];
registerHooks({
  load(url, context, nextLoad) {
    if (url.startsWith('file:')) files.push(fileURLToPath(url));
    return nextLoad(url, context);
  },
});
const { functions } = await loadApp(process.cwd(), () => {});
const shown = { functions: functions.map(({ name, kind, trigger }) => ({ name, kind, trigger })), files };
await new Promise((resolve) => process.stdout.write(JSON.stringify(shown), resolve));
process.exit(0);
