import * as z from 'zod';
import { type AdminRoute, adminRoute } from './adminRoute.ts';
import { openApiDocument } from './openApiDocument.ts';
import type { AdminRouteName } from './routes.ts';

/** All routes, described. */
export const openApiRoute = (definitions: () => Readonly<Record<AdminRouteName, AdminRoute>>) =>
  adminRoute({
    summary: 'This description',
    access: 'read',
    answer: z.looseObject({ openapi: z.string() }),
    handle: async () => openApiDocument(definitions()),
  });
