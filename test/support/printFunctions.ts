import { loadApp } from '../../infra/local/host/loading/loadApp.ts';

// Prints what the built app in a folder registers, as JSON: node printFunctions.ts <folder>
const [folder = ''] = process.argv.slice(2);
process.chdir(folder);
const { functions } = await loadApp(process.cwd(), () => {});
const shown = functions.map(({ name, kind, trigger }) => ({ name, kind, trigger }));
await new Promise((resolve) => process.stdout.write(JSON.stringify(shown), resolve));
process.exit(0);
