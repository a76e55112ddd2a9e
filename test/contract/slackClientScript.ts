import { type LocalResponse, type LocalServer, startServer } from '../../infra/local/http/server.ts';
import type { Pacer } from '../../shared/slack/pacing/pacer.ts';
import type { SlackOperation } from '../../shared/slack/pacing/slackRates.ts';

/** A request as the server received it. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Parsed JSON, undefined without a body. */
  readonly body: unknown;
}

export interface ScriptedServer extends LocalServer {
  readonly received: ReceivedRequest[];
}

/** Answers the scripted responses in turn, 500 when there are none left. */
export async function startScript(answers: readonly LocalResponse[]): Promise<ScriptedServer> {
  const left = [...answers];
  const received: ReceivedRequest[] = [];
  const server = await startServer(({ method, url, headers, body }) => {
    received.push({
      method,
      path: `${url.pathname}${url.search}`,
      headers: headers as ReceivedRequest['headers'],
      body: body.length === 0 ? undefined : JSON.parse(body.toString()),
    });
    return left.shift() ?? { status: 500, body: 'The script is over.' };
  });
  return { ...server, received };
}

export interface RecordingPacer extends Pacer {
  readonly acquired: SlackOperation[];
  readonly postponed: [SlackOperation, Date][];
}

/** Lets everything pass and keeps what was asked. */
export function recordingPacer(): RecordingPacer {
  const acquired: SlackOperation[] = [];
  const postponed: [SlackOperation, Date][] = [];
  return {
    acquired,
    postponed,
    acquire: async (operation) => {
      acquired.push(operation);
    },
    postpone: async (operation, until) => {
      postponed.push([operation, until]);
    },
  };
}
