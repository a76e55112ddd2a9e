import { createSecrets, createSlackToken } from '../../../shared/compose/slackToken.ts';
import type { Clock, Random } from '../../../shared/ports/clock.ts';
import type { ConnectionReport } from '../../../shared/ports/connection.ts';
import { createConnectionTest } from '../../../shared/slack/connection/createConnectionTest.ts';
import { recordExchanges } from '../../../shared/slack/connection/recordExchanges.ts';
import { createSlackTarget } from '../../../shared/slack/createSlackTarget.ts';
import type { Pacer } from '../../../shared/slack/pacing/pacer.ts';
import type { DoctorSettings } from './doctorSettings.ts';
import { runWriteTest, type WriteReport } from './runWriteTest.ts';
import { nameTestAccount } from './testAccount.ts';

export interface SlackReport extends ConnectionReport {
  /** Only when asked for, and only when all checks have passed. */
  readonly write?: WriteReport;
}

export interface SlackExamination {
  readonly settings: DoctorSettings;
  /** A domain or an address; undefined: nothing is written. */
  readonly writeTo: string | undefined;
  readonly clock: Clock;
  readonly random: Random;
}

/** A few requests need no pace, and the budgets' table need not be set up yet. */
const unpaced: Pacer = { acquire: async () => {}, postpone: async () => {} };

/** Slack, from this machine and with the app's token. */
export async function examineSlack({ settings, writeTo, clock, random }: SlackExamination): Promise<SlackReport> {
  const token = createSlackToken(settings, await createSecrets(settings), clock);
  const { slackScimBaseUrl, slackOAuth, slackScimVersion } = settings;
  const slack = { token, pacer: unpaced, clock };
  const report = await createConnectionTest({
    ...slack,
    scimBaseUrl: slackScimBaseUrl,
    oauthBaseUrl: slackOAuth.baseUrl,
  }).run();
  if (writeTo === undefined || !report.ok) return report;
  const recorder = recordExchanges();
  const write = await runWriteTest({
    target: createSlackTarget({ ...slack, baseUrl: slackScimBaseUrl, fetch: recorder.fetch }),
    recorder,
    clock,
    account: nameTestAccount(writeTo, random),
    version: slackScimVersion,
  });
  return { ...report, ok: write.steps.every(({ result }) => result !== 'failed'), write };
}
