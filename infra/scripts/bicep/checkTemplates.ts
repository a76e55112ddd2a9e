import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BicepCli, runBicep } from './bicepCli.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const COMPILED = 'infra/main.json';
const TEMPLATES = 'infra/{*,modules/*}.bicep';
const DEPLOYMENTS = 'test/unit/infra/deployments/*.bicepparam';

/** Made up: where the deployments of the tests would go. */
const TARGET = [
  ...['--subscription-id', '11111111-1111-1111-1111-111111111111'],
  ...['--tenant-id', '22222222-2222-2222-2222-222222222222'],
  ...['--resource-group', 'provisioning'],
  ...['--location', 'eastus'],
];

/**
 * Compiles the templates without a warning, and compares what is committed with what they give: their format, the
 * compiled template, and what it would deploy with the parameters in `test/unit/infra/deployments`.
 * @param write write what differs, instead of complaining
 * @returns what is wrong, for a person; empty: nothing
 */
export function checkTemplates(cli: BicepCli, write: boolean): readonly string[] {
  const copy = mkdtempSync(join(tmpdir(), 'templates-'));
  try {
    for (const file of ['infra/bicepconfig.json', ...filesOf(TEMPLATES), ...filesOf(DEPLOYMENTS)])
      cpSync(join(ROOT, file), join(copy, file));
    return checkCopy(cli, copy, write);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** The CLI writes beside what it reads, so it works on a copy. */
function checkCopy(cli: BicepCli, copy: string, write: boolean): readonly string[] {
  const built = runBicep(cli, 'build', join(copy, 'infra/main.bicep'), '--stdout');
  if (built.status !== 0 || built.stderr.trim() !== '')
    return [`The templates do not compile cleanly:\n${built.stderr.replaceAll(`${copy}/`, '')}`];
  const problems = settle(COMPILED, built.stdout, write, withoutGenerator);
  for (const file of filesOf(DEPLOYMENTS)) {
    const { status, stderr } = runBicep(cli, 'snapshot', join(copy, file), '--mode', 'overwrite', ...TARGET);
    if (status !== 0 || stderr.trim() !== '') return [`${file} cannot be deployed:\n${stderr}`];
    const snapshot = file.replace(/\.bicepparam$/u, '.snapshot.json');
    problems.push(...settle(snapshot, inOrder(readFileSync(join(copy, snapshot), 'utf8')), write));
  }
  for (const pattern of ['infra/**/*.bicep', 'test/**/*.bicepparam'])
    runBicep(cli, 'format', '--pattern', join(copy, pattern));
  for (const file of [...filesOf(TEMPLATES), ...filesOf(DEPLOYMENTS)])
    problems.push(...settle(file, readFileSync(join(copy, file), 'utf8'), write));
  return problems;
}

function filesOf(pattern: string): string[] {
  return globSync(pattern, { cwd: ROOT }).sort();
}

/** Compares a file with what it should be, or makes it so. */
function settle(
  file: string,
  wanted: string,
  write: boolean,
  significant: (text: string) => string = (text) => text,
): string[] {
  const path = join(ROOT, file);
  const text = wanted.replaceAll('\r\n', '\n').replace(/\n*$/u, '\n');
  const present = read(path);
  if (present !== undefined && significant(present) === significant(text)) return [];
  if (!write) return [`${file} is ${present === undefined ? 'missing' : 'not what the templates give'}.`];
  writeFileSync(path, text);
  return [];
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').replaceAll('\r\n', '\n');
  } catch {
    return undefined;
  }
}

/** The compiler writes its version and a hash into each template. */
function withoutGenerator(template: string): string {
  return JSON.stringify(JSON.parse(template), (key, value) => (key === '_generator' ? undefined : value));
}

/** `bicep snapshot` evaluates a template as far as that is possible without Azure, and lists the outputs in any order. */
function inOrder(snapshot: string): string {
  const { outputs, ...rest } = JSON.parse(snapshot);
  const sorted = Object.fromEntries(
    Object.keys(outputs)
      .map((name) => [name, outputs[name]])
      .sort(),
  );
  return JSON.stringify({ ...rest, outputs: sorted }, null, 2);
}
