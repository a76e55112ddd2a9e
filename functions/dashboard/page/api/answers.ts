import type * as z from 'zod';
import type { alertTest } from '../../../admin/answers/alerts.ts';
import type { configuration } from '../../../admin/answers/configuration.ts';
import type { insights } from '../../../admin/answers/insights.ts';
import type { connectionReport } from '../../../admin/answers/job.ts';
import type { logEntry, logPage, logSummary } from '../../../admin/answers/log.ts';
import type { hit, provisioned } from '../../../admin/answers/provision.ts';

/** What the admin routes answer, as they describe it themselves. */
export type AlertTest = z.output<typeof alertTest>;
export type Configuration = z.output<typeof configuration>;
export type ConnectionReport = z.output<typeof connectionReport>;
export type DirectoryHit = z.output<typeof hit>;
export type Insights = z.output<typeof insights>;
export type LogEntry = z.output<typeof logEntry>;
export type LogPage = z.output<typeof logPage>;
export type LogSummary = z.output<typeof logSummary>;
export type Provisioned = z.output<typeof provisioned>;
