import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigurationError } from '../../shared/errors/configurationError.ts';
import { writePackage } from './packaging/writePackage.ts';

// Builds what is deployed (docs/deploy.md): npm run package
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

try {
  const { files, bytes } = await writePackage(ROOT, join(ROOT, 'dist/package'), join(ROOT, 'dist/package.zip'));
  const size = `${(bytes / 1024 / 1024).toFixed(2)} MB`;
  console.log(`dist/package.zip  ${size}, ${files.length} files. The same is in dist/package.`);
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error;
  console.error(`Nothing was packaged.\n${error.message}`);
  process.exitCode = 1;
}
