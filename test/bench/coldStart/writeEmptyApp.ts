import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Writes the least that an app can be: `@azure/functions` and an HTTP function that does nothing.
 * @param like a packaged app, whose copy of `@azure/functions` is taken
 * @returns its folder
 */
export function writeEmptyApp(folder: string, like: string): string {
  mkdirSync(folder);
  cpSync(join(like, 'node_modules'), join(folder, 'node_modules'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module', main: 'nothing.js' }));
  writeFileSync(join(folder, 'host.json'), JSON.stringify({ version: '2.0' }));
  writeFileSync(
    join(folder, 'nothing.js'),
    `import { app } from '@azure/functions';
     app.http('nothing', { methods: ['POST'], authLevel: 'anonymous', handler: async (request) => {
       await request.text();
       return { status: 202 };
     } });`,
  );
  return folder;
}
