import type { AttributeValue } from '../../../shared/model/attributes.ts';

/** An expression at work, for the documentation; a test evaluates it. */
export interface Example {
  readonly expression: string;
  /** Source attributes by name; others have no value. */
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
  readonly result: ExampleResult;
}

export type ExampleResult =
  | AttributeValue
  | { readonly effect: 'dropAttribute' | 'ignoreObject' }
  /** The message, whole. */
  | { readonly error: string };

/** The time in examples with `Now()`. */
export const EXAMPLE_TIME = new Date('2026-03-02T08:30:00Z');

/** What `Guid()` gives in examples. */
export const EXAMPLE_GUID = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
