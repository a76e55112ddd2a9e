import type { Alert, AlertChannel } from '../model/alert.ts';

/** A way to tell administrators something. */
export interface Mailer {
  readonly name: AlertChannel;
  /** One try, of a few seconds. Throws ProvisioningError. */
  send(alert: Alert): Promise<void>;
}
