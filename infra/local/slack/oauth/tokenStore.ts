/** What a person consented to. */
export interface Grant {
  readonly clientId: string;
  /** Slack id of the person. */
  readonly accountId: string;
  /** Comma-separated user scopes. SCIM needs `admin`. */
  readonly scope: string;
  readonly install: 'organisation' | 'workspace';
}

export interface IssuedToken extends Grant {
  readonly token: string;
  /** `null` while the app does not rotate its tokens. */
  readonly refreshToken: string | null;
  /** Milliseconds; `null` for never. */
  readonly expiresAt: number | null;
}

interface Code {
  readonly grant: Grant;
  readonly redirectUri: string | null;
  readonly expiresAt: number;
}

/** docs.slack.dev/authentication/installing-with-oauth. */
const CODE_LIFETIME = 10 * 60_000;
/** docs.slack.dev/authentication/using-token-rotation, in seconds. */
export const TOKEN_LIFETIME = 12 * 60 * 60;

interface TokenStoreOptions {
  readonly now: () => number;
  readonly random: () => number;
  readonly onChange: () => void;
}

/** Codes and tokens that the consent page has led to. */
export class TokenStore {
  readonly #options: TokenStoreOptions;
  readonly #codes = new Map<string, Code>();
  readonly #tokens = new Map<string, IssuedToken>();
  /** Tokens that were exchanged for newer ones. */
  readonly #replaced = new Set<string>();

  constructor(options: TokenStoreOptions) {
    this.#options = options;
  }

  issueCode(grant: Grant, redirectUri: string | null): string {
    const code = this.#secret('', 40);
    this.#codes.set(code, { grant, redirectUri, expiresAt: this.#options.now() + CODE_LIFETIME });
    return code;
  }

  /** The consent behind a code that is still good; a code is good once. */
  takeCode(code: string): Code | undefined {
    const entry = this.#codes.get(code);
    this.#codes.delete(code);
    return entry && this.#options.now() < entry.expiresAt ? entry : undefined;
  }

  issueToken(grant: Grant, isRotating: boolean): IssuedToken {
    const issued: IssuedToken = {
      ...grant,
      token: this.#secret(isRotating ? 'xoxe.xoxp-' : 'xoxp-', 48),
      refreshToken: isRotating ? this.#secret('xoxe-1-', 48) : null,
      expiresAt: isRotating ? this.#options.now() + TOKEN_LIFETIME * 1000 : null,
    };
    this.#tokens.set(issued.token, issued);
    this.#options.onChange();
    return issued;
  }

  /** A new pair for a refresh token; the old pair is dead from now on. `undefined` for a refresh token that is no good. */
  rotate(refreshToken: string, clientId: string): IssuedToken | undefined {
    const old = [...this.#tokens.values()].find((issued) => issued.refreshToken === refreshToken);
    if (!old || old.clientId !== clientId) return undefined;
    this.#tokens.delete(old.token);
    this.#replaced.add(old.token);
    return this.issueToken(old, true);
  }

  /** A token of this store; `expired` and `replaced` ones are known but no good, `undefined` ones came from elsewhere. */
  find(token: string): IssuedToken | 'expired' | 'replaced' | undefined {
    if (this.#replaced.has(token)) return 'replaced';
    const issued = this.#tokens.get(token);
    const isExpired = issued && issued.expiresAt !== null && this.#options.now() >= issued.expiresAt;
    return isExpired ? 'expired' : issued;
  }

  snapshot(): readonly IssuedToken[] {
    return [...this.#tokens.values()];
  }

  restore(tokens: readonly IssuedToken[]): void {
    for (const issued of tokens) this.#tokens.set(issued.token, issued);
  }

  #secret(prefix: string, length: number): string {
    const digit = () => Math.floor(this.#options.random() * 36).toString(36);
    return prefix + Array.from({ length }, digit).join('');
  }
}
