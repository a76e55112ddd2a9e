import { createServer, type RequestListener } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import SCIMMY from 'scimmy';
import SCIMMYRouters from 'scimmy-routers';

// Without types of its own; this is all that is used of it.
const express = createRequire(import.meta.url)('express') as () => RequestListener & {
  use(path: string, router: unknown): void;
};

interface Stored {
  id: string;
  [attribute: string]: unknown;
}

/** A standard SCIM 2.0 server that we did not write, over a map of users. */
export async function startScimmyServer() {
  const users = new Map<string, Stored>();
  let count = 0;
  const save = (given: string | undefined, data: object): Stored => {
    count += 1;
    const id = given ?? `U${count}`;
    const stored = { ...JSON.parse(JSON.stringify(data)), id };
    users.set(id, stored);
    return stored;
  };
  const find = (id: string): Stored => {
    const user = users.get(id);
    if (!user) throw new SCIMMY.Types.Error(404, '', `Resource ${id} not found`);
    return user;
  };
  SCIMMY.Resources.User.extend(SCIMMY.Schemas.EnterpriseUser, false);
  // SCIMMY's types ask for instances of its own classes; plain objects do as well.
  SCIMMY.Resources.declare(SCIMMY.Resources.User)
    .ingress((resource, data) => save(resource.id, data) as never)
    .egress((resource) => (resource.id === undefined ? [...users.values()] : find(resource.id)) as never)
    .degress((resource) => {
      users.delete(find(resource.id ?? '').id);
    });
  const app = express();
  app.use('/scim/v2', new SCIMMYRouters({ type: 'bearer', handler: () => 'someone' }));
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/scim/v2`,
    users,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
