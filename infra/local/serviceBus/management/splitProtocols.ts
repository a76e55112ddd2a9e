import type { Server as HttpServer } from 'node:http';
import type { Server, Socket } from 'node:net';

/** AMQP begins every connection with its name; no HTTP method begins with this letter. */
const FIRST_BYTE_OF_AMQP = 'A'.charCodeAt(0);

/**
 * Lets an AMQP server answer HTTP, too, on the same port, as a namespace of Service Bus does under the same name: what a
 * connection says first decides which of the two it is for.
 */
export function splitProtocols(server: Server, http: HttpServer): void {
  const serveAmqp = server.listeners('connection') as ((socket: Socket) => void)[];
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    const ignore = () => {};
    socket.on('error', ignore);
    socket.once('data', (first: Buffer) => {
      socket.pause();
      socket.off('error', ignore);
      socket.unshift(first);
      if (first[0] === FIRST_BYTE_OF_AMQP) for (const serve of serveAmqp) serve.call(server, socket);
      else http.emit('connection', socket);
      process.nextTick(() => socket.resume());
    });
  });
}
