/** One thing that is wrong in the settings or in `provisioning.json`. */
export interface ConfigurationProblem {
  /** Where: a setting's name or a path such as `users.mappings[3].source`. */
  readonly where: string;
  /** What is wrong and what would be right, one or two sentences, without secret values. */
  readonly what: string;
}

/** Stops the start; its message lists every problem at once. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly problems: readonly ConfigurationProblem[];

  constructor(title: string, problems: readonly ConfigurationProblem[]) {
    super([title, ...problems.map(({ where, what }) => `  - ${where}: ${what}`)].join('\n'));
    this.problems = problems;
  }
}
