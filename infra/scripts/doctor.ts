import { systemClock } from '../../shared/engine/systemClock.ts';
import { createAzureCredential } from '../../shared/entra/azureCredential.ts';
import { ConfigurationError } from '../../shared/errors/configurationError.ts';
import { HostStartError } from '../local/host/hostStartError.ts';
import { readLocalValues } from '../local/host/settings/localSettings.ts';
import { type DoctorOptions, readDoctorOptions, USAGE } from './doctor/doctorOptions.ts';
import { formatReport } from './doctor/formatReport.ts';
import { readAppSettings } from './doctor/readAppSettings.ts';
import { runDoctor } from './doctor/runDoctor.ts';
import { UsageError } from './usageError.ts';

async function main(options: DoctorOptions): Promise<void> {
  if (options.help) {
    console.log(USAGE);
    return;
  }
  const { settings, json } = options;
  const environment = settings === undefined ? { ...readLocalValues('.'), ...process.env } : readAppSettings(settings);
  const report = await runDoctor({
    ...options,
    environment,
    clock: systemClock,
    random: Math.random,
    signIn: async () => createAzureCredential({ azureAuthorityHost: environment.AZURE_AUTHORITY_HOST }),
  });
  console.log(json ? JSON.stringify(report, null, 2) : formatReport(report));
  if (!report.ok) process.exitCode = 1;
}

try {
  await main(readDoctorOptions(process.argv.slice(2), process.env));
} catch (error) {
  const isForPeople =
    error instanceof UsageError || error instanceof ConfigurationError || error instanceof HostStartError;
  if (!isForPeople) throw error;
  console.error(error instanceof UsageError ? `${error.message}\n\n${USAGE}` : error.message);
  process.exitCode = 1;
}
