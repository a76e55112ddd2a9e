import type { ErrorClass } from '../../errors/provisioningError.ts';

/** What is known of one of Slack's error names. */
export interface KnownError {
  readonly class: ErrorClass;
  /** What happened, in plain language. */
  readonly explanation: string;
  /** What a person can do about it. */
  readonly recommendedAction: string;
  /** The name under which the engine knows it, where several of Slack's names mean the same. */
  readonly code?: string;
}

export type KnownErrors = Readonly<Record<string, KnownError>>;

type Entry = (explanation: string, recommendedAction: string, code?: string) => KnownError;

const entry =
  (errorClass: ErrorClass): Entry =>
  (explanation, recommendedAction, code) =>
    code === undefined
      ? { class: errorClass, explanation, recommendedAction }
      : { class: errorClass, explanation, recommendedAction, code };

export const wait = entry('wait');
export const retry = entry('retry');
export const conflict = entry('conflict');
export const gone = entry('gone');
export const invalid = entry('invalid');
export const unauthorized = entry('unauthorized');
export const fatal = entry('fatal');

export const AUTHORIZE =
  'Authorise the app again as an Owner or Admin with the scope admin (Enterprise: as an Org Owner).';
export const NO_ACTION = 'Nothing: it is tried again.';
export const REPORT = 'This is a fault of the provisioner: report it with the object from the log.';
