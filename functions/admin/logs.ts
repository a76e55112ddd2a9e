import { recommendedAction } from '../../shared/compose/recommendedAction.ts';
import { composition } from '../../shared/compose.ts';
import { readLogs } from '../../shared/engine/readLogs.ts';
import { adminRoute } from './adminRoute.ts';
import { logEntry, logPage } from './answers/log.ts';
import { logQuery, queryOf } from './logQuery.ts';
import { Problem } from './problem.ts';

/** The provisioning log, filtered. */
export const logsRoute = adminRoute({
  summary: 'The provisioning log, newest first; each call looks at a bounded number of entries',
  access: 'read',
  query: logQuery,
  answer: logPage,
  handle: async ({ query }, context) => readLogs(queryOf(query), await composition().engine(context)),
});

/** One entry whole, with what to do about it. */
export const logEntryRoute = adminRoute({
  summary: 'One entry of the provisioning log with its steps, changed attributes and the recommended action',
  access: 'read',
  answer: logEntry,
  handle: async ({ params: { id = '' } }, context) => {
    const entry = await (await composition().engine(context)).log.read(id);
    if (!entry)
      throw new Problem(404, 'There is no such entry in the provisioning log; it may have been deleted by age.');
    return { ...entry, recommendedAction: recommendedAction(entry.code) };
  },
});
