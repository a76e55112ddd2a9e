import type { QueueDepth } from '../queue/queue.ts';
import type { QueueSettings } from '../queue/queueDefinition.ts';

const SERVICE_BUS = 'http://schemas.microsoft.com/netservices/2010/10/servicebus/connect';
const COUNTS = 'http://schemas.microsoft.com/netservices/2011/06/servicebus';
/** "Never", as .NET's longest time span. */
const FOREVER = 'P10675199DT2H48M5.4775807S';

/** A queue as the management API describes it: an Atom entry with a QueueDescription. */
export function describeQueue(url: URL, settings: QueueSettings, depth: QueueDepth): string {
  const { active, scheduled, deadLetter } = depth;
  const created = '2026-01-01T00:00:00Z';
  const content = [
    element('LockDuration', duration(settings.lockDurationMs)),
    element('MaxSizeInMegabytes', 1024),
    element('RequiresDuplicateDetection', settings.requiresDuplicateDetection),
    element('RequiresSession', settings.requiresSession),
    element('DefaultMessageTimeToLive', duration(settings.defaultMessageTimeToLiveMs)),
    element('DeadLetteringOnMessageExpiration', settings.deadLetteringOnMessageExpiration),
    element('DuplicateDetectionHistoryTimeWindow', duration(settings.duplicateDetectionWindowMs)),
    element('MaxDeliveryCount', settings.maxDeliveryCount),
    element('EnableBatchedOperations', true),
    element('SizeInBytes', 0),
    element('MessageCount', active + scheduled + deadLetter),
    element('Status', 'Active'),
    ...['CreatedAt', 'UpdatedAt', 'AccessedAt'].map((name) => element(name, created)),
    `<CountDetails xmlns:d2p1="${COUNTS}">`,
    element('d2p1:ActiveMessageCount', active),
    element('d2p1:DeadLetterMessageCount', deadLetter),
    element('d2p1:ScheduledMessageCount', scheduled),
    element('d2p1:TransferMessageCount', 0),
    element('d2p1:TransferDeadLetterMessageCount', 0),
    '</CountDetails>',
    element('EnablePartitioning', false),
    element('EnableExpress', false),
  ].join('');
  const id = element('id', `${url.origin}/${settings.name}`);
  const title = `<title type="text">${settings.name}</title>`;
  const description = `<QueueDescription xmlns="${SERVICE_BUS}" xmlns:i="http://www.w3.org/2001/XMLSchema-instance">${content}</QueueDescription>`;
  return `<entry xmlns="http://www.w3.org/2005/Atom">${id}${title}<content type="application/xml">${description}</content></entry>`;
}

/** What is asked for and is not there is an empty feed, with status 200. */
export const NOTHING_FOUND =
  '<feed xmlns="http://www.w3.org/2005/Atom"><title type="text">Publicly Listed Services</title></feed>';

function element(name: string, value: string | number | boolean): string {
  return `<${name}>${value}</${name}>`;
}

/** ISO 8601, in seconds. */
function duration(ms: number): string {
  return Number.isFinite(ms) ? `PT${ms / 1000}S` : FOREVER;
}
