import * as z from 'zod';
import { recommendedAction } from '../../shared/compose/recommendedAction.ts';
import { composition } from '../../shared/compose.ts';
import { readWholeLogs } from '../../shared/engine/readLogs.ts';
import { LOG_CSV_HEAD, logCsvLine } from '../../shared/model/logCsv.ts';
import { toObjectSummary } from '../../shared/model/provisioningObjectSummary.ts';
import { adminRoute } from './adminRoute.ts';
import { exportQuery, queryOf } from './logQuery.ts';
import { Reply } from './reply.ts';

const summaries = z.object({
  value: z
    .array(z.looseObject({ id: z.string() }))
    .describe('In the shape of provisioningObjectSummary of Microsoft Graph'),
  '@odata.nextLink': z.string().optional().describe('The following page; missing on the last one'),
});

/** The log for other tools, page by page. */
export const logExportRoute = adminRoute({
  summary: "The provisioning log as CSV, or as JSON in the shape of Entra's own; the header Link says where it goes on",
  access: 'read',
  query: exportQuery,
  answer: {
    200: {
      description: 'A page; a CSV has its column names on the first one only',
      content: { 'text/csv': z.string(), 'application/json': summaries },
    },
  },
  handle: async ({ query, url }, context) => {
    const { items, next } = await readWholeLogs(queryOf(query), await composition().engine(context));
    const nextLink = next === null ? undefined : followingPage(url, next);
    const headers = nextLink === undefined ? {} : { link: `<${nextLink}>; rel="next"` };
    if (query.format === 'json') {
      const { environment } = await composition().describeConfiguration();
      const { tenantId, servicePrincipalId } = environment;
      const value = items.map((entry) => toObjectSummary(entry, { tenantId, servicePrincipalId, recommendedAction }));
      return new Reply({
        headers,
        jsonBody: { value, ...(nextLink === undefined ? {} : { '@odata.nextLink': nextLink }) },
      });
    }
    const lines = items.map((entry) => logCsvLine(entry, recommendedAction(entry.code)));
    const type = {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="provisioning-log.csv"',
    };
    return new Reply({
      headers: { ...headers, ...type },
      body: [...(query.next ? [] : [LOG_CSV_HEAD]), ...lines].join(''),
    });
  },
});

/** Path and query only: what the client calls the app is its own business. The function key stays out of it. */
function followingPage(url: URL, next: string): string {
  const query = new URLSearchParams(url.search);
  query.delete('code');
  query.set('next', next);
  return `${url.pathname}?${query}`;
}
