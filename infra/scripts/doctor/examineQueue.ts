import type { QueueProperties, QueueRuntimeProperties, ServiceBusAdministrationClient } from '@azure/service-bus';
import type { ConnectionCheck } from '../../../shared/ports/connection.ts';
import { notSignedIn } from './notSignedIn.ts';
import { type Finding, failed, passed, skipped, warning } from './section.ts';

/** `shared/queue` and the triggers name it. */
const QUEUE = 'changes';
/** As long as Service Bus locks a message; `host.json` renews it. */
const LOCK_SECONDS = 300;
const LEAST_DELIVERIES = 10;
/** Copies of a message are sent again within this time after a crash. */
const DUPLICATE_WINDOW_SECONDS = 600;

/** How the queue is made, and what is left in it. */
export async function examineQueue(
  administration: Pick<ServiceBusAdministrationClient, 'getQueue' | 'getQueueRuntimeProperties'>,
): Promise<readonly ConnectionCheck[]> {
  try {
    const properties = await administration.getQueue(QUEUE);
    return judgeQueue(properties, await administration.getQueueRuntimeProperties(QUEUE));
  } catch (error) {
    return [{ name: 'queue', ...explain(error) }];
  }
}

/** Pure. */
export function judgeQueue(
  queue: Pick<
    QueueProperties,
    | 'requiresSession'
    | 'requiresDuplicateDetection'
    | 'duplicateDetectionHistoryTimeWindow'
    | 'lockDuration'
    | 'maxDeliveryCount'
    | 'enablePartitioning'
    | 'status'
  >,
  runtime: Pick<QueueRuntimeProperties, 'activeMessageCount' | 'scheduledMessageCount' | 'deadLetterMessageCount'>,
): readonly ConnectionCheck[] {
  const { activeMessageCount: active, scheduledMessageCount: scheduled, deadLetterMessageCount: dead } = runtime;
  return [
    { name: 'queue', ...judgeStatus(queue.status, `${active} messages are due, ${scheduled} are for later.`) },
    { name: 'sessions', ...judgeSessions(queue) },
    { name: 'duplicateDetection', ...judgeDuplicateDetection(queue) },
    { name: 'lockDuration', ...judgeLock(queue) },
    { name: 'maxDeliveryCount', ...judgeDeliveries(queue.maxDeliveryCount) },
    { name: 'deadLetters', ...judgeDeadLetters(dead) },
  ];
}

/** These three can only be chosen when a queue is made. */
const MAKE_ANEW =
  'Pause the app (POST /api/control/pause), delete the queue, deploy infra/main.bicep again, and start the app: what was in the queue is found by the next cycle.';

function judgeStatus(status: string, waiting: string): Finding {
  if (status === 'Active') return passed(waiting);
  return failed(
    `It is switched off (${status}). ${waiting}`,
    `az servicebus queue update -g <group> --namespace-name <namespace> -n ${QUEUE} --status Active`,
  );
}

function judgeSessions({
  requiresSession,
  enablePartitioning,
}: Pick<QueueProperties, 'requiresSession' | 'enablePartitioning'>): Finding {
  if (!requiresSession) return failed('They are off: the functions cannot read the queue.', MAKE_ANEW);
  if (enablePartitioning)
    return failed(
      'They are on, but the queue is partitioned: a batch cannot hold messages of several sessions.',
      MAKE_ANEW,
    );
  return passed('They are on: one worker at a time for each person and group.');
}

function judgeDuplicateDetection({
  requiresDuplicateDetection,
  duplicateDetectionHistoryTimeWindow: window,
}: Pick<QueueProperties, 'requiresDuplicateDetection' | 'duplicateDetectionHistoryTimeWindow'>): Finding {
  if (!requiresDuplicateDetection) return failed('It is off: after a crash work would be done twice.', MAKE_ANEW);
  const seconds = secondsIn(window);
  if (seconds >= DUPLICATE_WINDOW_SECONDS) return passed(`It is on, and looks back ${seconds / 60} minutes.`);
  return warning(
    `It looks back ${seconds} s only.`,
    `az servicebus queue update -g <group> --namespace-name <namespace> -n ${QUEUE} --duplicate-detection-history-time-window PT10M`,
  );
}

function judgeLock({ lockDuration }: Pick<QueueProperties, 'lockDuration'>): Finding {
  const seconds = secondsIn(lockDuration);
  if (seconds >= LOCK_SECONDS) return passed(`It is ${seconds / 60} minutes.`);
  return warning(
    `It is ${seconds} s: work that waits for Slack longer than that is begun anew.`,
    `az servicebus queue update -g <group> --namespace-name <namespace> -n ${QUEUE} --lock-duration PT5M`,
  );
}

function judgeDeliveries(count: number): Finding {
  if (count >= LEAST_DELIVERIES) return passed(`It is ${count}.`);
  return warning(
    `It is ${count}: a short fault sends messages to the dead letters.`,
    `az servicebus queue update -g <group> --namespace-name <namespace> -n ${QUEUE} --max-delivery-count ${LEAST_DELIVERIES}`,
  );
}

function judgeDeadLetters(count: number): Finding {
  if (count === 0) return passed('There are none.');
  return warning(
    `There are ${count}. The function deadLetters takes them up one by one.`,
    'If they do not become fewer, look at its log in Application Insights.',
  );
}

/** Seconds in an ISO 8601 duration of days, hours, minutes and seconds. */
function secondsIn(duration: string): number {
  const parts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(duration)?.slice(1) ?? [];
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts.map((part) => Number(part ?? 0));
  return ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
}

function explain(error: unknown): Finding {
  const signIn = notSignedIn(error);
  if (signIn) return signIn;
  const { code, statusCode } = (error ?? {}) as { code?: unknown; statusCode?: unknown };
  const facts = {
    ...(typeof code === 'string' && { code }),
    ...(typeof statusCode === 'number' && { httpStatus: statusCode }),
  };
  if (code === 'MessageEntityNotFoundError') {
    return {
      ...failed(`There is no queue "${QUEUE}" in the namespace.`, 'Deploy infra/main.bicep, which makes it.'),
      ...facts,
    };
  }
  if (statusCode === 401 || statusCode === 403) {
    const action =
      'To look at it, give yourself the role Azure Service Bus Data Owner on the namespace for the time being. Whether the app itself can use it shows in its last sweep.';
    return { ...skipped('Whoever is signed in on this machine may not look at the queue.', action), ...facts };
  }
  const action =
    'Check ServiceBusConnection. A namespace with private endpoints only answers inside its network: run the doctor there, or believe the last sweep.';
  return { ...warning('The queue cannot be reached from this machine.', action), ...facts };
}
