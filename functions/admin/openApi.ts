import * as z from 'zod';
import { adminRoute, adminRoutes } from './adminRoute.ts';
import { openApiDocument } from './openApiDocument.ts';

/** These routes, described. */
adminRoute({
  name: 'openApi',
  method: 'GET',
  route: 'openapi.json',
  summary: 'This description',
  access: 'read',
  answer: z.looseObject({ openapi: z.string() }),
  handle: async () => openApiDocument(adminRoutes()),
});
