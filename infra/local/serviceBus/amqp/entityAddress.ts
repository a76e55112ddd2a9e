export interface EntityAddress {
  /** Lower-case queue name. */
  readonly queue: string;
  readonly isDeadLetterQueue: boolean;
  /** `$management` of the entity: requests, not messages. */
  readonly isManagement: boolean;
}

/** The queue that a link's address means: a path as in `changes/$DeadLetterQueue`, or a URL with that path. Case doesn't count. */
export function parseEntityAddress(address: string): EntityAddress {
  const path = address
    .toLowerCase()
    .replace(/^[a-z]+:\/\/[^/]*/, '')
    .replace(/^\/+|\/+$/g, '');
  const entity = path.replace(/\/\$management$/, '');
  const queue = entity.replace(/\/\$deadletterqueue$/, '');
  return { queue, isDeadLetterQueue: queue !== entity, isManagement: entity !== path };
}

export const CBS_ADDRESS = '$cbs';
