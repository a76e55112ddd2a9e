import { systemClock } from '../../shared/engine/systemClock.ts';
import { ConfigurationError } from '../../shared/errors/configurationError.ts';
import { HostStartError } from '../local/host/hostStartError.ts';
import { readLocalValues } from '../local/host/settings/localSettings.ts';
import { type DoctorOptions, readDoctorOptions, USAGE } from './doctor/doctorOptions.ts';
import { readDoctorSettings } from './doctor/doctorSettings.ts';
import { formatReport } from './doctor/formatReport.ts';
import { runDoctor } from './doctor/runDoctor.ts';
import { UsageError } from './usageError.ts';

async function main({ help, json, writeTo }: DoctorOptions): Promise<void> {
  if (help) {
    console.log(USAGE);
    return;
  }
  const settings = readDoctorSettings({ ...readLocalValues('.'), ...process.env });
  const report = await runDoctor({ settings, writeTo, clock: systemClock, random: Math.random });
  console.log(json ? JSON.stringify(report, null, 2) : formatReport(report));
  if (!report.ok) process.exitCode = 1;
}

try {
  await main(readDoctorOptions(process.argv.slice(2)));
} catch (error) {
  const isForPeople =
    error instanceof UsageError || error instanceof ConfigurationError || error instanceof HostStartError;
  if (!isForPeople) throw error;
  console.error(error instanceof UsageError ? `${error.message}\n\n${USAGE}` : error.message);
  process.exitCode = 1;
}
