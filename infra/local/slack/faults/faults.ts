import type { TokenRank } from '../rules/protectAccount.ts';

/** A token that is accepted, and what is wrong with it. */
export interface TokenRule {
  readonly token: string;
  /** Default: `faults.tokenRank`. */
  readonly rank?: TokenRank;
  /** Slack id of the person who authorised it: the rank is theirs, and it ends when they are demoted or deactivated. */
  readonly accountId?: string;
  /** `workspace`: installed on one workspace of the organisation, refused with `non_org_teams_only`. */
  readonly install?: 'organisation' | 'workspace';
}

/** Switches for what goes wrong and for how the organisation is set up. Change them at any time. */
export interface Faults {
  /** Tokens that are accepted; `null` accepts any. Tokens from the consent page are accepted either way. */
  tokens: readonly (string | TokenRule)[] | null;
  /** Tokens that are refused, wherever they came from. */
  revokedTokens: readonly string[];
  /** The token of the n-th request from now on is revoked once that request is answered, counting down; 0 for never. */
  tokenDiesAfter: number;
  /** Rights of the person behind a token; a `member` was an admin once and is refused. */
  tokenRank: TokenRank;
  /** `free` has no SCIM (`plus_teams_only`); guests need `enterprise`. */
  plan: 'enterprise' | 'businessPlus' | 'free';
  serverErrors: {
    /** That many requests fail, counting down. */
    next: number;
    /** Every request fails with this probability, 0 to 1. */
    probability: number;
    statuses: readonly number[];
    /** `after`: a write has been carried out when its answer is the error. */
    when: 'before' | 'after';
    /** Only these methods fail; [] for all. */
    methods: readonly string[];
  };
  /** Server errors come as HTML pages. */
  htmlErrors: boolean;
  /** That many writes are carried out and then get no answer: the connection is closed. */
  dropAnswers: number;
  /** That many answers with a body, of reads and writes, break off in the middle. */
  cutAnswers: number;
  /** That many writes to a user or group that exists are refused with `resource_locked`. */
  resourceLocked: number;
  /** That many POST /Users fail with `invited_user_not_created`. */
  invitedUserNotCreated: number;
  /** Every POST /Users fails with `email_taken`, by a holder whom nobody can see. */
  emailTaken: boolean;
  /** The incident of April 2024: PATCH and PUT deactivate the account. */
  deactivateOnWrite: boolean;
  /** Every incoming webhook fails with this error; `""` for none. */
  webhookError: string;
  /** Reads show users and groups as they were that many milliseconds ago; what was made since is not found. */
  readLagMs: number;
  /** Listings leave out rows of each page, or promise more than there are. */
  shortListing: { missingRows: number; extraTotal: number };
  /** Time that a write takes, holding the lock of its resource. */
  writeDelayMs: number;
  /** Time before every request. */
  latencyMs: number;
  /** Time between the work and its answer: a client that gives up may find the write done. */
  answerDelayMs: number;
  /** HTTP status by error name, where it should differ from our default: `{ "email_taken": 400 }`. */
  errorStatuses: Record<string, number>;
}

/** Everything as it should be. */
export function noFaults(): Faults {
  return {
    tokens: null,
    revokedTokens: [],
    tokenDiesAfter: 0,
    tokenRank: 'owner',
    plan: 'enterprise',
    serverErrors: { next: 0, probability: 0, statuses: [503], when: 'before', methods: [] },
    htmlErrors: false,
    dropAnswers: 0,
    cutAnswers: 0,
    resourceLocked: 0,
    invitedUserNotCreated: 0,
    emailTaken: false,
    deactivateOnWrite: false,
    webhookError: '',
    readLagMs: 0,
    shortListing: { missingRows: 0, extraTotal: 0 },
    writeDelayMs: 0,
    latencyMs: 0,
    answerDelayMs: 0,
    errorStatuses: {},
  };
}
