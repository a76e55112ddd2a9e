import { type ErrorClass, type ErrorDetails, ProvisioningError } from '../../errors/provisioningError.ts';
import { isWrite, type SlackOperation } from '../pacing/slackRates.ts';
import { AUTHORIZE, NO_ACTION } from './knownError.ts';
import { readErrorBody } from './readErrorBody.ts';
import { SLACK_ERRORS } from './slackErrors.ts';

/** An answer that is not a success. */
export interface FailedAnswer {
  readonly operation: SlackOperation;
  readonly status: number;
  readonly body: string;
  /** When to come back, if the answer is about a rate limit or a lock. */
  readonly until: Date;
}

const CHECK_URL = 'Check SLACK_SCIM_BASE_URL and what stands between the app and Slack.';
const WITH_ID: ReadonlySet<SlackOperation> = new Set([
  'readUser',
  'updateUser',
  'disableUser',
  'readGroup',
  'updateGroup',
  'deleteGroup',
]);

/** What a status alone tells, for names that are not in the table. */
function classOf({ status, operation }: FailedAnswer): ErrorClass {
  if (status === 401) return 'unauthorized';
  if (status === 408 || status === 425 || status >= 500 || status < 400) return 'retry';
  if (status === 404) return WITH_ID.has(operation) ? 'gone' : 'fatal';
  if (status === 409 && (operation === 'createUser' || operation === 'createGroup')) return 'conflict';
  return 'invalid';
}

/** Any unknown conflict of a new user is treated as the address being taken, so that the holder is looked up first. */
function codeOf(answer: FailedAnswer, errorClass: ErrorClass, name: string | undefined): string {
  if (errorClass === 'conflict') return answer.operation === 'createUser' ? 'email_taken' : 'name_already_exists';
  return name ?? `SlackHttp${answer.status}`;
}

/** What a person can do about an error whose name is not in the table. */
function adviceFor(errorClass: ErrorClass, { status }: FailedAnswer): string {
  if (errorClass === 'fatal' || status < 400) return CHECK_URL;
  if (errorClass === 'unauthorized') return AUTHORIZE;
  if (errorClass === 'invalid') return 'Look the reason up at https://docs.slack.dev/reference/scim-api.';
  return NO_ACTION;
}

/**
 * The one place where an answer of Slack becomes an error of ours. Slack's error name decides, never 400 versus 409;
 * the status decides for rate limits and for names that Slack does not document.
 */
export function classifyAnswer(answer: FailedAnswer): ProvisioningError {
  const { operation, status, until } = answer;
  const { name, existingId, isScim } = readErrorBody(answer.body);
  const known = name === undefined ? undefined : SLACK_ERRORS.get(name);
  const mayHaveHappened = isWrite(operation) && (status >= 500 || status < 400);

  if (status === 429 || known?.class === 'wait') {
    const explanation = known?.class === 'wait' ? known.explanation : "Slack's rate limit is reached.";
    return new ProvisioningError('wait', name ?? 'too_many_requests', explanation, { until });
  }
  if (known) {
    const details: ErrorDetails = {
      ...(existingId === undefined ? {} : { existingId }),
      ...(known.class === 'retry' ? { lostAnswer: mayHaveHappened } : {}),
    };
    // Without an id in the path it is a referenced person that Slack does not know, such as the manager.
    const errorClass = known.class === 'gone' && !WITH_ID.has(operation) ? 'invalid' : known.class;
    const holder = existingId === undefined ? '' : ` The other account is ${existingId}.`;
    const message = `${known.explanation}${holder} ${known.recommendedAction}`;
    return new ProvisioningError(errorClass, known.code ?? name ?? '', message, details);
  }
  if (!isScim && status < 500 && status !== 401) {
    // A proxy's answer, say: it proves nothing about the account, least of all that it is gone.
    const message = `An HTTP ${status} came that is not from SCIM. ${CHECK_URL}`;
    return new ProvisioningError('retry', 'UnexpectedAnswer', message, { lostAnswer: mayHaveHappened });
  }
  const errorClass = classOf(answer);
  const reason = name === undefined ? 'without a known reason' : `with the reason ${name}`;
  const message = `Slack answered with HTTP ${status} ${reason}. ${adviceFor(errorClass, answer)}`;
  return new ProvisioningError(errorClass, codeOf(answer, errorClass, name), message, {
    lostAnswer: mayHaveHappened,
    ...(existingId === undefined ? {} : { existingId }),
  });
}
