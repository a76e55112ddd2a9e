import type { ConnectionReport } from './connection.ts';

/** What a browser takes along to Slack and back. */
export interface BegunAuthorization {
  /** Slack's page on which an Owner or Admin allows the app. */
  readonly url: string;
  /** For a cookie of this browser: proves on the way back that it began here. */
  readonly nonce: string;
  /** How long a person may take. */
  readonly lifetimeSeconds: number;
  /** The browser comes back by HTTPS. */
  readonly isSecure: boolean;
}

/** What Slack sends a browser back with. */
export interface AuthorizationCallback {
  readonly code: string | null;
  readonly state: string | null;
  /** Slack's reason for coming back without a code, e.g. `access_denied`. */
  readonly error: string | null;
  readonly nonce: string | null;
}

export interface FinishedAuthorization {
  /** Workspace or organisation, by name. */
  readonly place: string;
  readonly isOrganisationInstall: boolean;
  /** Slack id of the person who allowed it. */
  readonly userId: string;
  /** The token is renewed by the app. */
  readonly isRotating: boolean;
  /** Who began it, as the admin route knew them. */
  readonly startedBy: string;
  /** The connection with the new token. */
  readonly connection: ConnectionReport;
}

/** Slack's OAuth, from the admin's click to the stored token. */
export interface SlackAuthorization {
  /** @throws ProvisioningError `conflict` when the app is not set up for it */
  begin(startedBy: string): Promise<BegunAuthorization>;
  /**
   * Exchanges the code, stores the token and tests the connection.
   * @throws ProvisioningError `invalid` for a state that is forged, expired or was used before; Slack's own refusals
   */
  finish(callback: AuthorizationCallback): Promise<FinishedAuthorization>;
}

/** Authorisations that were begun, so that each ends once. */
export interface BegunAuthorizations {
  put(id: string, startedBy: string, at: Date): Promise<void>;
  /** Takes it, once. `undefined`: it was never begun, was taken before, or is too old. */
  take(id: string): Promise<{ readonly startedBy: string } | undefined>;
  prune(before: Date): Promise<void>;
}
