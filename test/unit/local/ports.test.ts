import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { type LocalPorts, refuseTakenPorts } from '../../../infra/local/stack/ports.ts';

const ANY: LocalPorts = { functions: 0, graph: 0, slack: 0, serviceBus: 0, blob: 0, queue: 0, table: 0 };

async function takePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

it('names every taken port at once, whose it is, and a command that would do', async () => {
  const [graph, table] = [await takePort(), await takePort()];
  const error = await refuseTakenPorts({ ...ANY, graph, table }).catch((thrown: unknown) => thrown);
  const lines = error instanceof Error ? error.message.split('\n') : [];
  expect(lines).toHaveLength(4);
  expect(lines[0]).toBe(`Port ${graph} for the Graph simulator is taken.`);
  expect(lines[1]).toBe(`Port ${table} for Azurite (tables) is taken.`);
  expect(lines[3]).toMatch(/^ {2}npm start -- --graph-port \d+ --table-port \d+$/);
});

it('lets ports pass that are free, and leaves them free', async () => {
  await refuseTakenPorts(ANY);
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  await refuseTakenPorts({ ...ANY, slack: port });
  await refuseTakenPorts({ ...ANY, slack: port });
});
