import { parseArgs } from 'node:util';
import { BICEP_VERSION, type BicepCli, findBicep } from './bicep/bicepCli.ts';
import { checkTemplates } from './bicep/checkTemplates.ts';
import { fetchBicep } from './bicep/fetchBicep.ts';
import { UsageError } from './usageError.ts';

const USAGE = `npm run infra:check -- [options]

Compiles the Bicep templates without a warning and checks that infra/main.json is what they give.

  --write     write infra/main.json and the other files made from the templates (npm run infra:build)
  --if-found  do nothing without a Bicep CLI on this machine, instead of fetching it from NuGet`;

interface Options {
  readonly help: boolean;
  readonly write: boolean;
  readonly 'if-found': boolean;
}

function readOptions(args: readonly string[]): Options {
  const off = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({ args: [...args], options: { help: off, write: off, 'if-found': off } }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** @returns the exit code */
function main(options: Options): number {
  if (options.help) {
    console.log(USAGE);
    return 0;
  }
  const { cli, problem } = provideBicep(options['if-found']);
  if (!cli) {
    const advice = 'Install it (az bicep install), or the .NET SDK, and run npm run infra:check.';
    console.log(`The Bicep templates were not compiled: there is no Bicep CLI on this machine. ${problem}${advice}`);
    return options['if-found'] ? 0 : 1;
  }
  const problems = checkTemplates(cli, options.write);
  for (const text of problems) console.error(text);
  if (problems.length === 0) {
    console.log(
      `The Bicep templates compile without a warning, and infra/main.json is current (Bicep ${cli.version}).`,
    );
    return 0;
  }
  const other =
    cli.version === BICEP_VERSION ? '' : ` It was made with Bicep ${BICEP_VERSION}; this is ${cli.version}.`;
  console.error(`\nnpm run infra:build writes what is made from the templates.${other}`);
  return 1;
}

function provideBicep(ifFound: boolean): { readonly cli: BicepCli | undefined; readonly problem: string } {
  const found = findBicep();
  if (ifFound || found?.version === BICEP_VERSION) return { cli: found, problem: '' };
  const problem = fetchBicep();
  return { cli: findBicep(), problem: problem === undefined ? '' : `${problem} ` };
}

try {
  process.exitCode = main(readOptions(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${error.message}\n\n${USAGE}`);
  process.exitCode = 1;
}
