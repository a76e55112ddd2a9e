import type { Status } from '../../../shared/engine/readStatus.ts';
import type { ConnectionReport } from '../../../shared/ports/connection.ts';
import { type Answer, ask, isAnswer, type NoAnswer } from './ask.ts';
import { type Finding, failed, skipped } from './section.ts';

/** What only the app itself knows. */
export interface InsideView {
  readonly status: Status;
  readonly connection: ConnectionReport;
}

interface AppAddress {
  readonly url: string;
  readonly key: string | undefined;
  readonly adminAuth: 'key' | 'entra';
}

/** Asks the app for its status and for its own test of its connections; a finding when it does not tell. */
export async function askApp({ url, key, adminAuth }: AppAddress): Promise<InsideView | Finding> {
  const answer = await ask(`${url}/api/status`, { key });
  if (!isAnswer(answer) || answer.status !== 200) return explain(answer, url, key, adminAuth);
  const connection = await ask(`${url}/api/connection/test`, { method: 'POST', key, timeoutMs: 60_000 });
  if (!isAnswer(connection) || connection.status !== 200) return explain(connection, url, key, adminAuth);
  try {
    return { status: JSON.parse(answer.text) as Status, connection: JSON.parse(connection.text) as ConnectionReport };
  } catch {
    return failed(`What answers at ${url} is not this app.`, 'Check --url and NOTIFICATION_URL.');
  }
}

function explain(answer: Answer | NoAnswer, url: string, key: string | undefined, adminAuth: 'key' | 'entra'): Finding {
  if (!isAnswer(answer))
    return failed(`${url} does not answer: ${answer.fault}.`, 'See whether the Function App is running.');
  const { status: httpStatus } = answer;
  if (adminAuth === 'entra') {
    const message =
      'What only the app itself knows was not asked: it wants a person to sign in (ADMIN_AUTH is "entra").';
    return { ...skipped(message, `Open ${url}/api/status in a browser.`), httpStatus };
  }
  if (key === undefined && httpStatus === 401) {
    const message = 'What only the app itself knows was not asked: it wants a function key.';
    const how = 'az functionapp keys list -g <group> -n <app> --query functionKeys.default -o tsv';
    return { ...skipped(message, `Set PROVISIONING_KEY to the output of: ${how}`), httpStatus };
  }
  if (httpStatus === 401 || httpStatus === 403) {
    return { ...failed('The app does not take this function key.', 'Check PROVISIONING_KEY.'), httpStatus };
  }
  return {
    ...failed(`The app answers with HTTP ${httpStatus}.`, 'Its log in Application Insights says why.'),
    httpStatus,
  };
}

export function isInsideView(found: InsideView | Finding): found is InsideView {
  return 'connection' in found;
}
