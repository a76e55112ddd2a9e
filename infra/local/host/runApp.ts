import type { WriteLine } from './console.ts';
import { createAdminApi, type HostState, isAdminRequest } from './http/adminApi.ts';
import { type HostRequest, type HostResponse, textResponse } from './http/hostResponse.ts';
import { type HostKeys, isAuthorized } from './http/keys.ts';
import { createFunctionRoutes, type FunctionRoutes } from './http/serveFunctions.ts';
import { createInvoker, describeThrown, type Invoker } from './invocation/invoker.ts';
import type { LoadedApp } from './loading/loadApp.ts';
import type { AppFunction } from './registration/appFunction.ts';
import { handmadeInput } from './serviceBus/messageInput.ts';
import { startPumps } from './serviceBus/startPumps.ts';
import type { HostSettings } from './settings/hostSettings.ts';
import { readTimers, startTimers } from './timers/startTimers.ts';

/** How long running invocations may take to end when the host stops. */
const STOP_LIMIT_MS = 30_000;

export interface RunAppOptions {
  readonly app: LoadedApp;
  readonly settings: HostSettings;
  readonly env: NodeJS.ProcessEnv;
  /** The host's own address, for display. */
  readonly url: string;
  readonly keys: HostKeys | undefined;
  /** Whether timers run at their due times. */
  readonly timers: boolean;
  readonly write: WriteLine;
  readonly state: () => HostState;
}

export interface RunningApp {
  serve(request: HostRequest): Promise<HostResponse>;
  /** Starts nothing more, lets running invocations end, and runs the appTerminate hooks. Never rejects. */
  stop(): Promise<void>;
}

/** A function is switched off by the setting `AzureWebJobs.<name>.Disabled`. */
function isDisabledIn(env: NodeJS.ProcessEnv): (fn: AppFunction) => boolean {
  return (fn) => ['true', '1'].includes((env[`AzureWebJobs.${fn.name}.Disabled`] ?? '').toLowerCase());
}

function announce({ app, url, keys, write }: RunAppOptions, routes: FunctionRoutes): void {
  for (const { fn, methods, path } of routes.urls) {
    write('information', 'host', `${fn.name}: [${methods.join(',') || 'all methods'}] ${url}${path}`);
  }
  for (const fn of app.functions) {
    if (fn.kind !== 'http') write('information', 'host', `${fn.name}: ${fn.trigger.type}`);
    if (fn.metadata.retryOptions) write('warning', 'host', `${fn.name}: this host does not follow retry policies.`);
  }
  if (keys) write('information', 'host', `Function key: ${keys.function}  Master key: ${keys.master}`);
}

/** True when the work has ended within the time. */
async function endsWithin(milliseconds: number, work: Promise<unknown>): Promise<boolean> {
  const { promise: limit, resolve } = Promise.withResolvers<false>();
  const timer = setTimeout(() => resolve(false), milliseconds);
  const ended = await Promise.race([work.then(() => true as const), limit]);
  clearTimeout(timer);
  return ended;
}

async function terminate({ app, write }: RunAppOptions): Promise<void> {
  for (const hook of app.hooks.appTerminate) {
    try {
      await hook({ hookData: {}, appHookData: app.appHookData });
    } catch (error) {
      write('error', 'host', describeThrown(error));
    }
  }
}

function ofKind(app: LoadedApp, kind: AppFunction['kind']): AppFunction[] {
  return app.functions.filter((fn) => fn.kind === kind);
}

/**
 * Puts a loaded app to work: routes its HTTP functions, schedules its timers, pumps its queues.
 * @throws HostStartError for a route, schedule or connection that cannot be served; then nothing is left running
 */
export function runApp(options: RunAppOptions): RunningApp {
  const { app, settings, env, keys, write } = options;
  const isDisabled = isDisabledIn(env);
  const invoker: Invoker = createInvoker(app, write);
  const { invoke } = invoker;
  const routes = createFunctionRoutes({
    functions: app.functions,
    routePrefix: settings.routePrefix,
    invoke,
    isDisabled,
    keys,
  });
  const scheduled = readTimers(ofKind(app, 'timer'), env); // Before anything starts: it may refuse.
  const pumps = startPumps({
    functions: ofKind(app, 'serviceBus').filter((fn) => !isDisabled(fn)),
    settings: settings.serviceBus,
    env,
    invoke,
    write,
  });
  const timers = startTimers({
    timers: scheduled,
    invoke,
    isScheduled: (fn) => options.timers && !isDisabled(fn),
  });
  const admin = createAdminApi({
    state: options.state,
    functions: () => app.functions,
    isDisabled,
    runNow: async (fn, input) => {
      if (fn.kind === 'timer') await timers.runNow(fn);
      else await invoke(fn, handmadeInput(input));
    },
  });
  announce(options, routes);

  return {
    async serve(request) {
      if (isAdminRequest(request)) {
        return keys && !isAuthorized(request, 'admin', keys) ? { status: 401 } : admin(request);
      }
      if (request.url.pathname === '/') return textResponse(200, 'Your function app is up and running.');
      return routes.serve(request);
    },
    async stop() {
      timers.stop();
      const settled = Promise.allSettled([pumps.stop(), invoker.idle()]);
      if (!(await endsWithin(STOP_LIMIT_MS, settled))) {
        write('warning', 'host', `Stopped while ${invoker.running()} invocation(s) were still running.`);
      }
      await terminate(options);
    },
  };
}
