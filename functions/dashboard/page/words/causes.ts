import type { Cause } from '../../../../shared/model/change.ts';

/** Why an object was looked at. */
export const CAUSES: Readonly<Record<Cause, string>> = {
  notification: 'changed in Entra',
  delta: 'changed in Entra, found by looking',
  assignment: 'assignment changed',
  reference: 'somebody they refer to arrived',
  full: 'full cycle',
  retry: 'tried again',
  onDemand: 'on demand',
};
