import type { Example } from './example.ts';

export interface FunctionDescription {
  /** One plain sentence or two. */
  readonly summary: string;
  /** What a parameter means, by its name in the catalogue, where the name does not say it. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly examples: readonly [Example, ...Example[]];
  /** Entra's provisioning of applications has it, too. */
  readonly entra: boolean;
}

/** Functions that belong together, by name. */
export interface FunctionTheme {
  readonly title: string;
  readonly introduction?: string;
  readonly functions: Readonly<Record<string, FunctionDescription>>;
}
