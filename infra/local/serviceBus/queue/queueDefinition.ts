/** A queue as it is created; what is left out takes Service Bus' default. */
export interface QueueDefinition {
  readonly name: string;
  /** Every message then needs a session id, every receiver a session. Default false. */
  readonly requiresSession?: boolean;
  /** How long a message or a session stays locked without renewal; at most 300,000. Default 60,000. */
  readonly lockDurationMs?: number;
  /** Failed deliveries after which a message is dead-lettered. Default 10. */
  readonly maxDeliveryCount?: number;
  /** Drop messages whose message id was seen within the window. Default false. */
  readonly requiresDuplicateDetection?: boolean;
  /** Default 600,000. */
  readonly duplicateDetectionWindowMs?: number;
  /** Upper bound of every message's own time to live. Default: none. */
  readonly defaultMessageTimeToLiveMs?: number;
  /** Dead-letter expired messages instead of dropping them. Default false. */
  readonly deadLetteringOnMessageExpiration?: boolean;
}

/** A definition with every default filled in. */
export type QueueSettings = Required<Omit<QueueDefinition, 'defaultMessageTimeToLiveMs'>> & {
  readonly defaultMessageTimeToLiveMs: number;
};

const MAX_LOCK_DURATION_MS = 300_000;

/** Fills in the defaults. Throws RangeError when Service Bus would not create such a queue. */
export function completeDefinition(definition: QueueDefinition): QueueSettings {
  const settings: QueueSettings = {
    name: definition.name,
    requiresSession: definition.requiresSession ?? false,
    lockDurationMs: definition.lockDurationMs ?? 60_000,
    maxDeliveryCount: definition.maxDeliveryCount ?? 10,
    requiresDuplicateDetection: definition.requiresDuplicateDetection ?? false,
    duplicateDetectionWindowMs: definition.duplicateDetectionWindowMs ?? 600_000,
    defaultMessageTimeToLiveMs: definition.defaultMessageTimeToLiveMs ?? Number.POSITIVE_INFINITY,
    deadLetteringOnMessageExpiration: definition.deadLetteringOnMessageExpiration ?? false,
  };
  if (settings.name === '' || settings.name.includes('$')) {
    throw new RangeError(`Queue name "${settings.name}": must not be empty or contain "$".`);
  }
  if (!(settings.lockDurationMs > 0 && settings.lockDurationMs <= MAX_LOCK_DURATION_MS)) {
    throw new RangeError(`Queue ${settings.name}: lockDurationMs must be above 0 and at most ${MAX_LOCK_DURATION_MS}.`);
  }
  if (!(settings.maxDeliveryCount >= 1)) {
    throw new RangeError(`Queue ${settings.name}: maxDeliveryCount must be at least 1.`);
  }
  return settings;
}

/** A dead-letter queue: no sessions, no duplicate detection, and nothing ever leaves it by itself. */
export function deadLetterSettings(queue: QueueSettings): QueueSettings {
  return {
    name: `${queue.name}/$DeadLetterQueue`,
    requiresSession: false,
    lockDurationMs: queue.lockDurationMs,
    maxDeliveryCount: Number.POSITIVE_INFINITY,
    requiresDuplicateDetection: false,
    duplicateDetectionWindowMs: queue.duplicateDetectionWindowMs,
    defaultMessageTimeToLiveMs: Number.POSITIVE_INFINITY,
    deadLetteringOnMessageExpiration: false,
  };
}
