import { dirname, join, relative, sep } from 'node:path';
import { build } from 'esbuild';

/**
 * The files of `node_modules` that are loaded when somebody imports a package: its code without maps, types and sources, and
 * with it `package.json` and the licence of every package that takes part.
 * @param name of the package
 * @param root folder with `node_modules`; absolute
 * @returns paths relative to `root`, sorted
 */
export async function runtimeModules(name: string, root: string): Promise<readonly string[]> {
  const { metafile } = await build({
    stdin: { contents: `import '${name}'`, resolveDir: root },
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    external: ['@azure/functions-core'], // The Functions worker answers it; there is no such package.
    logLevel: 'warning',
  });
  const files = Object.keys(metafile.inputs).filter((file) => file.startsWith('node_modules/'));
  const folders = new Set(files.map(packageFolder));
  const all = [...folders].flatMap((folder) => [`${folder}/package.json`, `${folder}/LICENSE`]);
  return [...new Set([...files, ...all])].map((file) => relative(root, join(root, file)).split(sep).join('/')).sort();
}

/** `node_modules/name` or `node_modules/@scope/name`, the innermost one. */
function packageFolder(file: string): string {
  const match = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/u.exec(file);
  return match?.[0] ?? dirname(file);
}
