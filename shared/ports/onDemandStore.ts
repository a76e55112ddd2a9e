import type { OnDemandRequest } from '../model/onDemand.ts';

/** Requests to provision one object now, kept for a day so that whoever asked can look. */
export interface OnDemandStore {
  /** Last writer wins. */
  put(request: OnDemandRequest): Promise<void>;
  read(requestId: string): Promise<OnDemandRequest | undefined>;
  /** Deletes requests made before a time. */
  prune(before: Date): Promise<void>;
}
