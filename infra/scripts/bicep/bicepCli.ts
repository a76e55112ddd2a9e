import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Other versions may write other JSON for the same source, so the committed template was compiled with this one. */
export const BICEP_VERSION = '0.49.2';

/** A Bicep CLI on this machine. */
export interface BicepCli {
  readonly path: string;
  /** As it tells it, e.g. `0.49.2`. */
  readonly version: string;
}

export interface BicepAnswer {
  readonly status: number | null;
  readonly stdout: string;
  /** Errors and warnings, one a line. */
  readonly stderr: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** NuGet has the CLI as one package for each platform. */
export function bicepPackage(platform: string = process.platform, architecture: string = process.arch): string {
  const system = platform === 'win32' ? 'win' : platform === 'darwin' ? 'osx' : 'linux';
  return `Azure.Bicep.CommandLine.${system}-${architecture === 'arm64' ? 'arm64' : 'x64'}`;
}

/** Where NuGet keeps the wanted version of the CLI once it has been fetched. */
export function packagedBicep(environment: Environment = process.env): string {
  const packages = environment.NUGET_PACKAGES ?? join(homedir(), '.nuget', 'packages');
  return join(packages, bicepPackage().toLowerCase(), BICEP_VERSION, 'tools', executable());
}

/**
 * The Bicep CLI: on the PATH, where `az bicep install` puts it, or fetched before from NuGet. The wanted version is
 * preferred to others.
 */
export function findBicep(environment: Environment = process.env): BicepCli | undefined {
  const folders = (environment.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const azure = environment.AZURE_CONFIG_DIR ?? join(homedir(), '.azure');
  const paths = [...folders.map((folder) => join(folder, executable())), join(azure, 'bin', executable())];
  const found = [...new Set([...paths, packagedBicep(environment)])].filter((path) => existsSync(path));
  const clis = found.flatMap((path) => {
    const version = versionOf(path);
    return version === undefined ? [] : [{ path, version }];
  });
  return clis.find(({ version }) => version === BICEP_VERSION) ?? clis[0];
}

/** Runs the CLI and waits for it. */
export function runBicep({ path }: Pick<BicepCli, 'path'>, ...args: readonly string[]): BicepAnswer {
  const { status, stdout, stderr, error } = spawnSync(path, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return { status, stdout: stdout ?? '', stderr: error ? error.message : stderr };
}

function versionOf(path: string): string | undefined {
  return /version (\d+\.\d+\.\d+)/u.exec(runBicep({ path }, '--version').stdout)?.[1];
}

function executable(): string {
  return process.platform === 'win32' ? 'bicep.exe' : 'bicep';
}
