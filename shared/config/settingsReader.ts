import type { ConfigurationProblem } from '../errors/configurationError.ts';

/** The environment: setting name to value. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads settings and gathers what is wrong with them, so that all problems are reported at once. */
export class SettingsReader {
  readonly problems: ConfigurationProblem[] = [];
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /** @param what what is wrong and an example, never a secret's value; only the first problem of a setting counts */
  report(setting: string, what: string): void {
    if (this.problems.some(({ where }) => where === setting)) return;
    this.problems.push({ where: setting, what });
  }

  /** The setting without surrounding blanks; undefined when it is not set or empty. */
  text(setting: string): string | undefined {
    const value = this.#environment[setting]?.trim();
    if (!value) return undefined;
    if (!isUnresolvedReference(value)) return value;
    this.report(
      setting,
      'The Key Vault reference was not resolved. Check the secret and whether the identity of the app may read it.',
    );
    return undefined;
  }

  /** The setting if it matches, else a problem. */
  matching(setting: string, pattern: RegExp, problem: string): string | undefined {
    const value = this.text(setting);
    if (value === undefined || pattern.test(value)) return value;
    this.report(setting, problem);
    return undefined;
  }

  guid(setting: string): string | undefined {
    const pattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;
    const example = 'It must be a GUID, e.g. 3f2504e0-4f89-41d3-9a0c-0305e82c3301.';
    return this.matching(setting, pattern, example)?.toLowerCase();
  }

  choice<const T extends string>(setting: string, choices: readonly [T, ...T[]]): T {
    const value = this.text(setting);
    const chosen = choices.find((choice) => choice === value);
    if (value !== undefined && chosen === undefined) this.report(setting, `It must be ${choices.join(' or ')}.`);
    return chosen ?? choices[0];
  }

  /** An absolute URL without query and fragment. Plain http is for this machine only. */
  url(setting: string, standard: string | undefined, example: string): URL | undefined {
    const value = this.text(setting) ?? standard;
    if (value === undefined) return undefined;
    const problem = urlProblem(value);
    if (problem === undefined) return new URL(value);
    this.report(setting, `${problem}, e.g. ${example}.`);
    return undefined;
  }
}

/** App Service leaves the reference itself as the value when it cannot read the secret (app-service-key-vault-references). */
function isUnresolvedReference(value: string): boolean {
  return value.startsWith('@Microsoft.KeyVault(');
}

function urlProblem(value: string): string | undefined {
  if (!URL.canParse(value)) return 'It must be an absolute URL';
  const url = new URL(value);
  if (url.username || url.password) return 'It must be a URL without user name and password';
  if (url.search || url.hash) return 'It must be a URL without query and fragment';
  if (url.protocol === 'https:') return undefined;
  return url.protocol === 'http:' && isLoopback(url.hostname) ? undefined : 'It must be an https URL';
}

/** True for this machine, as `URL.hostname` writes it. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/u.test(hostname);
}

/** A URL as text, without the slash at its end. */
export function withoutTrailingSlash(url: URL): string {
  return `${url.origin}${url.pathname}`.replace(/\/+$/u, '');
}
