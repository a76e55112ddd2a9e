import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BICEP_VERSION, bicepPackage } from './bicepCli.ts';

/** A project that does nothing but download a package. */
const PROJECT = `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>netstandard2.0</TargetFramework>
    <DisableImplicitFrameworkReferences>true</DisableImplicitFrameworkReferences>
  </PropertyGroup>
  <ItemGroup>
    <PackageDownload Include="${bicepPackage()}" Version="[${BICEP_VERSION}]" />
  </ItemGroup>
</Project>
`;

/**
 * Fetches the Bicep CLI from NuGet into NuGet's own cache, with the .NET SDK.
 * @returns what went wrong; undefined when it is there now
 */
export function fetchBicep(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'bicep-'));
  try {
    const project = join(folder, 'fetch.csproj');
    writeFileSync(project, PROJECT);
    const { error, status, stdout, stderr } = spawnSync('dotnet', ['restore', project], {
      encoding: 'utf8',
      env: { ...process.env, DOTNET_NOLOGO: '1', DOTNET_CLI_TELEMETRY_OPTOUT: '1' },
    });
    if (error) return 'The .NET SDK (dotnet), which would fetch it from NuGet, is not on the PATH either.';
    return status === 0 ? undefined : `dotnet could not fetch it from NuGet:\n${stdout}${stderr}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
