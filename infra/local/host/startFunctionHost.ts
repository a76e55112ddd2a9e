import { resolve } from 'node:path';
import { createConsole, type WriteLine } from './console.ts';
import { type HostState, isAdminRequest } from './http/adminApi.ts';
import type { HostRequest, HostResponse } from './http/hostResponse.ts';
import { generateKeys, type HostKeys } from './http/keys.ts';
import { listen } from './http/listen.ts';
import { describeThrown } from './invocation/invoker.ts';
import { loadApp } from './loading/loadApp.ts';
import { type RunningApp, runApp } from './runApp.ts';
import { readHostSettings } from './settings/hostSettings.ts';
import { applySettings, readLocalValues } from './settings/localSettings.ts';

export interface FunctionHostOptions {
  /** Folder of a built app: host.json, package.json whose `main` names the files, local.settings.json if any. */
  readonly app: string;
  /** 0 for any free port. */
  readonly port: number;
  /** False: timers run only when asked to over the admin interface. Default true. */
  readonly timers?: boolean;
  /** Ask for keys; `true` makes new ones. Default false, as in Core Tools. */
  readonly auth?: boolean | HostKeys;
  /** Write only warnings and errors. Default false. */
  readonly quiet?: boolean;
  /** Takes the log's lines; default standard output. */
  readonly print?: (line: string) => void;
}

export interface FunctionHost {
  readonly port: number;
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** The keys that callers must show; undefined when none are asked for. */
  readonly keys: HostKeys | undefined;
  /** Lets running invocations end (30 s at most), runs the app's appTerminate hooks, closes everything. */
  close(): Promise<void>;
}

/** Variables that Core Tools sets for every app. */
function hostVariables(folder: string, port: number): Record<string, string> {
  return {
    FUNCTIONS_WORKER_RUNTIME: 'node',
    AZURE_FUNCTIONS_ENVIRONMENT: 'Development',
    AzureWebJobsScriptRoot: folder,
    FUNCTIONS_APPLICATION_DIRECTORY: folder,
    WEBSITE_HOSTNAME: `localhost:${port}`,
  };
}

function printLine(line: string): void {
  process.stdout.write(`${line}\n`);
}

/**
 * Runs a built function app as the Functions host would: HTTP, timers and Service Bus queues, through the app's own
 * programming model. Settings of local.settings.json are put into `process.env` while it runs.
 * @throws what the app throws while it loads; HostStartError for what cannot be served; the port's own errors
 */
export async function startFunctionHost(options: FunctionHostOptions): Promise<FunctionHost> {
  const folder = resolve(options.app);
  const { env } = process;
  const keys = options.auth === true ? generateKeys() : options.auth || undefined;
  const removeValues = applySettings(readLocalValues(folder), env);
  let removeVariables = () => {};
  let state: HostState = 'Starting';
  let running: RunningApp | undefined;
  let write: WriteLine = () => {};

  async function handle(request: HostRequest): Promise<HostResponse> {
    if (running && (state === 'Running' || isAdminRequest(request))) return running.serve(request);
    return { status: 503 };
  }

  try {
    const settings = readHostSettings(folder, env);
    write = createConsole({
      quiet: options.quiet ?? false,
      logLevels: settings.logLevels,
      print: options.print ?? printLine,
    });
    // The port is taken before the app loads: the app may read its own address from WEBSITE_HOSTNAME.
    const listener = await listen(options.port, handle, (error) => write('error', 'host', describeThrown(error)));
    const url = `http://127.0.0.1:${listener.port}`;
    try {
      removeVariables = applySettings(hostVariables(folder, listener.port), env);
      const app = await loadApp(folder, write);
      running = runApp({
        app,
        settings,
        env,
        url,
        keys,
        timers: options.timers ?? true,
        write,
        state: () => state,
      });
    } catch (error) {
      await listener.close();
      throw error;
    }
    state = 'Running';
    const app = running;
    let closed: Promise<void> | undefined;
    const close = async () => {
      state = 'Stopping';
      await app.stop();
      await listener.close();
      removeVariables();
      removeValues();
    };
    return {
      port: listener.port,
      url,
      keys,
      close: () => {
        closed ??= close();
        return closed;
      },
    };
  } catch (error) {
    removeVariables();
    removeValues();
    throw error;
  }
}
