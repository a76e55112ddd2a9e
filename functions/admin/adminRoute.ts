import type { InvocationContext } from '@azure/functions';
import type * as z from 'zod';
import type { Access } from './caller.ts';

export interface AdminRequest<Query, Body> {
  readonly query: Query;
  readonly body: Body;
  /** Parts of the path, e.g. `id`. */
  readonly params: Readonly<Record<string, string>>;
  /** Who calls, for the record. */
  readonly caller: string;
  readonly url: URL;
}

/** What a route for administrators takes, does and answers. Its name, method and path are in `routes.ts`. */
export interface AdminRoute<Query = unknown, Body = unknown> {
  /** What it is for, one line. */
  readonly summary: string;
  /** `read` for what changes nothing. */
  readonly access: Access;
  /** Shape of the query; values arrive as texts. */
  readonly query?: z.ZodType<Query>;
  /** Shape of the JSON body. */
  readonly body?: z.ZodType<Body>;
  /** Shape of the answer, for those who call the route; by status where there are several. */
  readonly answer: z.ZodType | RouteAnswers;
  /** Answers what is sent as JSON with status 200, or a Reply. Throws Problem or ProvisioningError. */
  readonly handle: (request: AdminRequest<Query, Body>, context: InvocationContext) => Promise<unknown>;
}

/** What a route answers, by HTTP status. */
export type RouteAnswers = Readonly<Record<number, RouteAnswer>>;

export interface RouteAnswer {
  readonly description: string;
  /** Content type to shape; absent: no body. */
  readonly content?: Readonly<Record<string, z.ZodType>>;
}

/** Defines a route: `handle` gets what `query` and `body` have made of the request. */
export function adminRoute<Query = undefined, Body = undefined>(route: AdminRoute<Query, Body>): AdminRoute {
  return route as AdminRoute;
}
