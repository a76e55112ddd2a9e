import * as z from 'zod';
import { APP_VERSION } from '../../shared/compose/appVersion.ts';
import type { AdminRoute, RouteAnswer, RouteAnswers } from './adminRoute.ts';
import { ADMIN_ROUTES, type AdminRouteName, type RegisteredRoute } from './routes.ts';

type Json = Readonly<Record<string, unknown>>;

const PROBLEM = {
  type: 'object',
  required: ['title', 'status', 'detail'],
  properties: {
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'One sentence for a person' },
    code: { type: 'string', description: "Entra's, Slack's or the app's own name of what went wrong" },
    errors: {
      type: 'array',
      items: { type: 'object', properties: { path: { type: 'string' }, message: { type: 'string' } } },
    },
  },
};

const DESCRIPTION =
  'What an administrator can see and do. Ask with a function key (header x-functions-key), or signed in with the app role Provisioning.Reader (to look) or Provisioning.Admin (to act).';

/** The admin routes as an OpenAPI 3.1 document, made of what was registered, so that it cannot say anything else. */
export function openApiDocument(definitions: Readonly<Record<AdminRouteName, AdminRoute>>): Json {
  const names = Object.keys(ADMIN_ROUTES) as AdminRouteName[];
  const routes = names.map((name) => ({ name, ...ADMIN_ROUTES[name], ...definitions[name] }));
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes.toSorted((one, other) => (one.route < other.route ? -1 : 1))) {
    const path = `/${route.route}`;
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Entra to Slack provisioner', version: APP_VERSION, description: DESCRIPTION },
    servers: [{ url: '/api' }],
    security: [{ functionKey: [] }, { entra: [] }],
    paths,
    components: {
      schemas: { Problem: PROBLEM },
      securitySchemes: {
        functionKey: { type: 'apiKey', in: 'header', name: 'x-functions-key' },
        entra: { type: 'http', scheme: 'bearer', description: 'ADMIN_AUTH=entra' },
      },
    },
  };
}

type Route = RegisteredRoute & AdminRoute & { readonly name: string };

function operationOf({ name, method, route, summary, access, query, body, answer }: Route): Json {
  const role = access === 'read' ? 'Provisioning.Reader or Provisioning.Admin' : 'Provisioning.Admin';
  const parameters = [...pathParameters(route), ...(query ? queryParameters(query) : [])];
  return {
    operationId: name,
    summary,
    description: `Needs the app role ${role} where ADMIN_AUTH is "entra".`,
    ...(parameters.length > 0 && { parameters }),
    ...(method === 'POST' && body && { requestBody: { required: true, content: jsonOf(body, 'input') } }),
    responses: { ...responsesOf(answer), default: problem('What went wrong (RFC 9457)') },
  };
}

function pathParameters(route: string): readonly Json[] {
  return [...route.matchAll(/\{(\w+)\}/gu)].map(([, name]) => ({
    ...{ name, in: 'path', required: true },
    schema: { type: 'string' },
  }));
}

function queryParameters(query: z.ZodType): readonly Json[] {
  const { properties = {}, required = [] } = schemaOf(query, 'input') as {
    properties?: Record<string, Json>;
    required?: readonly string[];
  };
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    ...{ name, in: 'query', required: required.includes(name) },
    ...(description === undefined ? {} : { description }),
    schema,
  }));
}

function responsesOf(answer: z.ZodType | RouteAnswers): Readonly<Record<string, Json>> {
  const answers: RouteAnswers = isSchema(answer)
    ? { 200: { description: 'Done', content: { 'application/json': answer } } }
    : answer;
  return Object.fromEntries(Object.entries(answers).map(([status, one]) => [status, responseOf(one)]));
}

function responseOf({ description, content }: RouteAnswer): Json {
  if (!content) return { description };
  const schemas = Object.entries(content).map(([type, schema]) => [type, { schema: schemaOf(schema, 'output') }]);
  return { description, content: Object.fromEntries(schemas) };
}

function problem(description: string): Json {
  return { description, content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } };
}

function jsonOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  return { 'application/json': { schema: schemaOf(schema, io) } };
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return json;
}

function isSchema(answer: z.ZodType | RouteAnswers): answer is z.ZodType {
  return 'safeParse' in answer;
}
