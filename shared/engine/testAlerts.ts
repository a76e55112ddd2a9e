import { isProvisioningError } from '../errors/provisioningError.ts';
import type { AlertChannel } from '../model/alert.ts';
import type { EngineDependencies } from './dependencies.ts';

/** How a test of the alerts went; no channels when none is configured. */
export interface AlertTest {
  readonly channels: readonly ChannelTest[];
}

interface ChannelTest {
  readonly name: AlertChannel;
  readonly ok: boolean;
  /** Why it did not work. */
  readonly error: string | null;
}

/** Sends a test message in every way that is configured, and says how that went. */
export async function testAlerts({
  mailers,
  configuration,
}: Pick<EngineDependencies, 'mailers' | 'configuration'>): Promise<AlertTest> {
  const alert = {
    subject: 'Test of the alerts of Slack provisioning',
    paragraphs: ['An administrator asked for this message. There is nothing to do.'],
    link: configuration.dashboardUrl,
  };
  const channels: ChannelTest[] = [];
  for (const { name, send } of mailers) {
    try {
      await send(alert);
      channels.push({ name, ok: true, error: null });
    } catch (error) {
      if (!isProvisioningError(error)) throw error;
      channels.push({ name, ok: false, error: error.message });
    }
  }
  return { channels };
}
