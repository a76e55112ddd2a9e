import type { TokenCredential } from '@azure/identity';
import type { ProvisioningConfig } from '../../../shared/config/provisioningConfig.ts';
import type { Settings } from '../../../shared/config/settings.ts';
import type { Environment } from '../../../shared/config/settingsReader.ts';
import { createGraphClient } from '../../../shared/entra/graphClient.ts';
import { createGraphCredential } from '../../../shared/entra/graphCredential.ts';
import { ConfigurationError } from '../../../shared/errors/configurationError.ts';
import type { Clock, Random } from '../../../shared/ports/clock.ts';
import type { ConnectionCheck } from '../../../shared/ports/connection.ts';
import { createTableClients } from '../../../shared/store/tableClients.ts';
import { askApp, type InsideView, isInsideView } from './askApp.ts';
import type { DoctorOptions } from './doctorOptions.ts';
import { readDoctorSettings } from './doctorSettings.ts';
import { examineAdminRoutes } from './examineAdminRoutes.ts';
import { examineDirectory } from './examineDirectory.ts';
import { examineNotificationUrl } from './examineNotificationUrl.ts';
import { examineQueue } from './examineQueue.ts';
import { examineSettings, withoutReferences } from './examineSettings.ts';
import { examineSlack } from './examineSlack.ts';
import { examineStatus } from './examineStatus.ts';
import { examineTables } from './examineTables.ts';
import { createQueueAdministration } from './queueAdministration.ts';
import type { WriteReport } from './runWriteTest.ts';
import { type Part, type Section, skipped } from './section.ts';

export interface DoctorReport {
  /** No check has failed. */
  readonly ok: boolean;
  readonly sections: readonly Section[];
  /** Only when asked for, and only when nothing was wrong with Slack. */
  readonly write?: WriteReport;
}

export interface DoctorRun extends Pick<DoctorOptions, 'parts' | 'url' | 'key' | 'write' | 'writeTo'> {
  /** The app's settings. */
  readonly environment: Environment;
  readonly clock: Clock;
  readonly random: Random;
  /** Signs in whoever runs the doctor; called only where Azure is asked. */
  readonly signIn: () => Promise<TokenCredential>;
}

/** Looks at the chosen parts, from the outside in. Faults are findings; never throws for them. */
export async function runDoctor(run: DoctorRun): Promise<DoctorReport> {
  const environment = withUrl(run.environment, run.url);
  const { settings, config, checks } = examineSettings(environment);
  const wants = (part: Part) => run.parts.includes(part);
  const sections: Section[] = [];
  const add = (part: Part, title: string, found: readonly ConnectionCheck[]) => {
    if (found.length > 0) sections.push({ part, title, checks: found });
  };
  const needsSettings = run.parts.some((part) => part !== 'slack');
  if (needsSettings && (wants('settings') || !settings)) add('settings', 'Settings', [...checks, ...unseen(settings)]);

  const inside = settings && needsInsideView(run.parts) ? await lookInside(settings, run) : undefined;
  const view = inside && isInsideView(inside) ? inside : undefined;
  if (wants('app') && settings) add('app', `The app at ${appUrlOf(settings)}`, await examineApp(settings, inside, run));
  if (wants('entra') && settings && config) add('entra', 'Entra', await examineEntra(settings, config, view, run));
  const { section, write } = wants('slack') ? await lookAtSlack(environment, view, run) : {};
  if (section) sections.push(section);
  if (wants('queue') && settings)
    add('queue', 'Queue changes', await examineQueue(await administrationOf(settings, run)));
  if (wants('tables') && settings) add('tables', 'Tables', await examineTables(await tablesOf(settings, run), run));

  const ok = [...sections.flatMap((one) => one.checks), ...(write?.steps ?? [])].every(
    ({ result }) => result !== 'failed',
  );
  return { ok, sections, ...(write && { write }) };
}

function unseen(settings: Settings | undefined): readonly ConnectionCheck[] {
  if (settings) return [];
  const message = 'App, Entra, queue and tables are looked at once the settings are right.';
  const action =
    'If these are not the settings that you mean: az functionapp config appsettings list -g <group> -n <app> | npm run -s doctor -- --settings -';
  return [{ name: 'the rest', ...skipped(message, action) }];
}

/** Azure gives the app its host name, which is no setting of its own. */
function withUrl(environment: Environment, url: string | undefined): Environment {
  return url === undefined ? environment : { ...environment, NOTIFICATION_URL: url };
}

function appUrlOf({ notificationUrl }: Settings): string {
  return notificationUrl.replace(/\/api\/graph\/notifications$/, '');
}

function needsInsideView(parts: readonly Part[]): boolean {
  return parts.includes('app') || parts.includes('entra');
}

function lookInside(settings: Settings, { key }: DoctorRun): ReturnType<typeof askApp> {
  return askApp({ url: appUrlOf(settings), key, adminAuth: settings.adminAuth });
}

async function examineApp(
  settings: Settings,
  inside: Awaited<ReturnType<typeof askApp>> | undefined,
  { random }: DoctorRun,
): Promise<readonly ConnectionCheck[]> {
  const outside: ConnectionCheck[] = [
    { name: 'notificationUrl', ...(await examineNotificationUrl(settings.notificationUrl, random)) },
    { name: 'adminRoutes', ...(await examineAdminRoutes(appUrlOf(settings))) },
  ];
  if (!inside) return outside;
  return isInsideView(inside)
    ? [...outside, ...examineStatus(inside.status)]
    : [...outside, { name: 'status', ...inside }];
}

/** What the app says of its token and its subscriptions; and the directory, seen with the sign-in on this machine. */
async function examineEntra(
  settings: Settings,
  config: ProvisioningConfig,
  view: InsideView | undefined,
  { clock, random }: DoctorRun,
): Promise<readonly ConnectionCheck[]> {
  const { graphBaseUrl: baseUrl, local, azureAuthorityHost } = settings;
  const credential = createGraphCredential({ local, azureAuthorityHost }, clock);
  const client = createGraphClient({ baseUrl, credential, clock, random });
  return [...(view ? checksOf(view, isOfGraph) : []), ...(await examineDirectory(client, settings, config))];
}

/** With the token that is to be had here; else as the app itself sees it. */
async function lookAtSlack(
  environment: Environment,
  view: InsideView | undefined,
  { writeTo, clock, random }: DoctorRun,
): Promise<{ readonly section?: Section; readonly write?: WriteReport }> {
  if (view && writeTo === undefined) {
    const title = `Slack at ${view.connection.baseUrl}, as the app sees it`;
    return { section: { part: 'slack', title, checks: checksOf(view, (name) => !isOfGraph(name)) } };
  }
  try {
    const settings = readDoctorSettings(withoutReferences(environment, undefined));
    const { baseUrl, checks, write } = await examineSlack({ settings, writeTo, clock, random });
    const section: Section = { part: 'slack', title: `Slack at ${baseUrl}`, checks: checks.map(orClosedVault) };
    return { section, ...(write && { write }) };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const checks = error.problems.map(
      ({ where, what }): ConnectionCheck => ({ name: where, result: 'failed', message: what }),
    );
    return { section: { part: 'slack', title: 'Slack', checks } };
  }
}

/** That whoever is signed in here may not read the app's token is as it should be. */
function orClosedVault(check: ConnectionCheck): ConnectionCheck {
  if (check.code !== 'SecretStoreUnavailable') return check;
  const message = 'The token is in a key vault that is closed to whoever is signed in on this machine.';
  return { ...check, ...skipped(message, 'Set PROVISIONING_KEY, and the app itself tries its token.') };
}

function isOfGraph(name: string): boolean {
  return name === 'graphPermissions' || name === 'subscriptions';
}

function checksOf({ connection }: InsideView, isWanted: (name: string) => boolean): readonly ConnectionCheck[] {
  return connection.checks.filter(({ name }) => isWanted(name));
}

async function administrationOf({ serviceBus }: Settings, { signIn }: DoctorRun) {
  return createQueueAdministration(
    'connectionString' in serviceBus ? serviceBus : { ...serviceBus, credential: await signIn() },
  );
}

async function tablesOf({ tables }: Settings, { signIn }: DoctorRun) {
  return createTableClients('connectionString' in tables ? tables : { ...tables, credential: await signIn() });
}
