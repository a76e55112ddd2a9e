import type { Connection, EventContext, Receiver, Sender, Session } from 'rhea';
import type { Broker } from '../broker.ts';
import { entityNotFound, toAmqpError } from './amqpError.ts';
import { CBS_ADDRESS, parseEntityAddress } from './entityAddress.ts';
import { ReceiveLink } from './receiveLink.ts';
import { ReplyLinks, serveCbs, serveManagement } from './requestNodes.ts';
import { serveSendLink } from './sendLink.ts';

/** Serves the links of one client. Whatever way a link ends, its session and messages become free. */
export function serveConnection(connection: Connection, broker: Broker): void {
  const replies = new ReplyLinks();
  const receiveLinks = new Set<ReceiveLink>();

  const releaseLinks = (session?: Session) => {
    for (const link of receiveLinks) {
      if (session && link.sender.session !== session) continue;
      receiveLinks.delete(link);
      link.release();
    }
  };

  // rhea names links from the server's side: a client that sends has a receiver here.
  connection.on('receiver_open', ({ receiver }: EventContext) => {
    if (receiver) openReceiver(receiver, replies, broker);
  });
  connection.on('sender_open', ({ sender }: EventContext) => {
    const link = sender && openSender(sender, replies, broker);
    if (!link) return;
    receiveLinks.add(link);
    sender.on('sender_close', () => receiveLinks.delete(link));
  });
  connection.on('session_close', ({ session }: EventContext) => releaseLinks(session));
  connection.on('connection_close', () => releaseLinks());
  connection.on('disconnected', () => releaseLinks());
}

function openReceiver(receiver: Receiver, replies: ReplyLinks, broker: Broker): void {
  const address = receiver.target?.address ?? '';
  receiver.set_target({ address });
  receiver.set_source({ address: receiver.source?.address });
  const entity = parseEntityAddress(address);
  const queue = broker.find(entity);
  if (address === CBS_ADDRESS) serveCbs(receiver, replies);
  else if (!queue) receiver.close(toAmqpError(entityNotFound(address)));
  else if (entity.isManagement) serveManagement(receiver, replies, queue, broker);
  else serveSendLink(receiver, queue, broker);
}

function openSender(sender: Sender, replies: ReplyLinks, broker: Broker): ReceiveLink | undefined {
  const address = sender.source?.address ?? '';
  const entity = parseEntityAddress(address);
  const queue = broker.find(entity);
  if (address === CBS_ADDRESS || (queue && entity.isManagement)) replies.add(sender);
  else if (!queue) sender.close(toAmqpError(entityNotFound(address)));
  else return new ReceiveLink(sender, queue, broker);
  return undefined;
}
