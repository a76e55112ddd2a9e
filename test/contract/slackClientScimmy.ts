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

/** Resources of one kind by id, behind SCIMMY's three handlers. */
function keep(kind: unknown, prefix: string) {
  const stored = new Map<string, Stored>();
  let count = 0;
  const find = (id: string): Stored => {
    const resource = stored.get(id);
    if (!resource) throw new SCIMMY.Types.Error(404, '', `Resource ${id} not found`);
    return resource;
  };
  // SCIMMY's types ask for one kind at a time and for instances of its own classes; plain objects do as well.
  SCIMMY.Resources.declare(kind as typeof SCIMMY.Resources.User)
    .ingress((resource, data) => {
      count += 1;
      const id = resource.id ?? `${prefix}${count}`;
      const kept = { ...JSON.parse(JSON.stringify(data)), id };
      stored.set(id, kept);
      return kept as never;
    })
    .egress((resource) => (resource.id === undefined ? [...stored.values()] : find(resource.id)) as never)
    .degress((resource) => {
      stored.delete(find(resource.id ?? '').id);
    });
  return stored;
}

/** A standard SCIM 2.0 server that we did not write, over maps of users and groups. */
export async function startScimmyServer() {
  SCIMMY.Resources.User.extend(SCIMMY.Schemas.EnterpriseUser, false);
  const users = keep(SCIMMY.Resources.User, 'U');
  const groups = keep(SCIMMY.Resources.Group, 'S');
  const app = express();
  app.use('/scim/v2', new SCIMMYRouters({ type: 'bearer', handler: () => 'someone' }));
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/scim/v2`,
    users,
    groups,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
