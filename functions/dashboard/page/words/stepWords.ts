import type { Step } from '../../../../shared/model/outcome.ts';

/** The steps in the order in which they come, with what they do. */
export const STEP_TITLES: Readonly<Record<Step['type'], string>> = {
  import: 'Read from Entra',
  scoping: 'Check the scope',
  matching: 'Find in Slack',
  processing: 'Decide',
  referenceResolution: 'Resolve references',
  export: 'Write to Slack',
};

const STATES: Readonly<Record<string, string>> = {
  present: 'Found in Entra.',
  softDeleted: 'Found in Entra’s recycle bin.',
  purged: 'No longer in Entra.',
};

const MATCHES: Readonly<Record<string, string>> = {
  none: 'Nothing in Slack matches.',
  ambiguous: 'Several accounts in Slack match, so none is taken.',
  gone: 'What it was linked to is no longer in Slack.',
  approved: 'The account of somebody else is handed over, as approved.',
};

const ACTIONS: Readonly<Record<string, string>> = {
  create: 'To be created in Slack.',
  update: 'To be updated in Slack.',
  enable: 'To be enabled in Slack.',
  disable: 'To be disabled in Slack.',
  delete: 'To be deleted in Slack.',
  none: 'Nothing differs.',
  fail: 'It cannot be written.',
  skip: 'Nothing is written.',
};

type Details = Step['details'];

/** What a step found or decided, in a sentence. */
export function stepSentence({ type, status, details }: Step): string {
  const sentence = SENTENCES[type](details);
  if (sentence) return sentence;
  return status === 'success' ? 'Done.' : status === 'skipped' ? 'Left out.' : 'It failed.';
}

const SENTENCES: Readonly<Record<Step['type'], (details: Details) => string | undefined>> = {
  import: ({ state }) => STATES[String(state)],
  scoping: describeScope,
  matching: describeMatch,
  processing: describeDecision,
  referenceResolution: ({ reason }) => (typeof reason === 'string' ? sentence(reason) : undefined),
  export: ({ reason, code, result, slackId }) => {
    if (typeof reason === 'string') return sentence(reason);
    if (typeof code === 'string') return `Slack or the app refused: ${code}.`;
    if (typeof result === 'string') return sentence(result);
    return typeof slackId === 'string' ? `Done; the Slack id is ${slackId}.` : undefined;
  },
};

function describeDecision({ reason, action, stagedAt, rejectedBy, approvedBy }: Details): string | undefined {
  if (typeof reason === 'string') return sentence(reason);
  if (rejectedBy !== undefined) return `Disabling was rejected by ${rejectedBy ?? 'somebody'}, so it is left as it is.`;
  if (stagedAt !== undefined) return 'To be disabled in Slack, once somebody approves.';
  if (approvedBy !== undefined) return `To be disabled in Slack, as approved by ${approvedBy ?? 'somebody'}.`;
  return ACTIONS[String(action)];
}

function describeScope({ tests, assigned, through, reason }: Details): string | undefined {
  if (typeof reason === 'string') return sentence(reason);
  const ways = Array.isArray(through) ? through : [];
  if (ways.length > 0) return `In scope, through ${ways.join(', ')}.`;
  if (Array.isArray(tests)) return 'In scope.';
  return typeof assigned === 'boolean' ? (assigned ? 'Assigned.' : 'Not assigned.') : undefined;
}

function describeMatch({ result, slackId, basis, owner, formerOwner, reason }: Details): string | undefined {
  if (typeof reason === 'string') return sentence(reason);
  if (result === 'found' && basis === 'anchor') return `Linked to ${slackId}.`;
  if (result === 'found') return `${slackId} matches.`;
  if (typeof owner === 'string') return 'The account that matches is linked to somebody else.';
  if (typeof formerOwner === 'string' && result !== 'approved')
    return 'The account that matches belonged to somebody else.';
  return MATCHES[String(result)];
}

/** A text that reads like a sentence. */
function sentence(text: string): string {
  const first = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?…]$/u.test(first) ? first : `${first}.`;
}
