/** Where a client stands in a delta query; it carries all options of the first request. */
export interface DeltaToken {
  readonly resource: 'users' | 'groups';
  /** Which life of the tenant the numbers belong to: a tenant started anew can't continue them. */
  readonly epoch: string;
  /** Epoch milliseconds. */
  readonly issuedAt: number;
  readonly select: readonly string[] | null;
  readonly ids: readonly string[] | null;
  /** `initial`: `at` is a position in the listing; `changes`: `at` is a sequence number. */
  readonly phase: 'initial' | 'changes';
  readonly at: number;
  /** Initial phase only: members of the group at `at` that were already told. */
  readonly memberAt: number;
  /** Sequence number at which the round ends; changes from there on belong to the next one. null in a delta link, whose round hasn't begun. */
  readonly end: number | null;
  /** Empty pages still to come before this one; null when that isn't decided yet. */
  readonly empty: number | null;
}

export function encodeDeltaToken(token: DeltaToken): string {
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

/** @returns `undefined` for text that is no token */
export function decodeDeltaToken(text: string): DeltaToken | undefined {
  try {
    const token: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return token !== null && typeof token === 'object' && 'epoch' in token ? (token as DeltaToken) : undefined;
  } catch {
    return undefined;
  }
}
