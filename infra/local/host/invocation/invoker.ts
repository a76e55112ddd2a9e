import { randomBytes, randomUUID } from 'node:crypto';
import type { WriteLine } from '../console.ts';
import type { LoadedApp } from '../loading/loadApp.ts';
import type { AppFunction } from '../registration/appFunction.ts';
import type {
  CoreInvocationContext,
  FunctionCallback,
  InvocationResponse,
  LogCategory,
  LogLevel,
  TypedData,
} from '../registration/coreTypes.ts';

export interface Invocation {
  readonly input: TypedData;
  /** By the keys that the real host gives them, in PascalCase. */
  readonly triggerMetadata?: Readonly<Record<string, TypedData>>;
  /** W3C trace context of the caller. */
  readonly traceParent?: string | undefined;
  readonly traceState?: string | undefined;
}

/** Runs one invocation and rejects with what the function (or a hook) has thrown. */
export type Invoke = (fn: AppFunction, invocation: Invocation) => Promise<InvocationResponse>;

export interface Invoker {
  readonly invoke: Invoke;
  /** How many invocations run now. */
  running(): number;
  /** Resolves once no invocation runs any more. */
  idle(): Promise<void>;
}

interface InvocationHookContext {
  hookData: Record<string, unknown>;
  appHookData: Record<string, unknown>;
  invocationContext: object;
  functionCallback: FunctionCallback;
  inputs: unknown[];
  result?: unknown;
  error?: unknown;
}

function newTraceParent(): string {
  return `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`;
}

/** Sends a line through the app's log hooks, which may change it, then writes it. */
function logThroughHooks(
  app: LoadedApp,
  write: WriteLine,
  fn: AppFunction,
  invocationContext: () => object | undefined,
) {
  return (level: LogLevel, category: LogCategory, message: string): void => {
    const line = { hookData: {}, appHookData: app.appHookData, level, category, message };
    for (const hook of app.hooks.log) hook(Object.assign(line, { invocationContext: invocationContext() }));
    write(line.level, fn.name, line.message);
  };
}

/** One invocation in the order of the Node worker: arguments, hooks before, the function, hooks after, the response. */
async function run(app: LoadedApp, write: WriteLine, fn: AppFunction, call: Invocation): Promise<InvocationResponse> {
  let invocationContext: object | undefined;
  const traceParent = call.traceParent ?? newTraceParent();
  const traceContext = call.traceState ? { traceParent, traceState: call.traceState } : { traceParent };
  const core: CoreInvocationContext = {
    invocationId: randomUUID(),
    request: {
      inputData: [{ name: fn.triggerName, data: call.input }],
      triggerMetadata: call.triggerMetadata ?? {},
      traceContext,
    },
    metadata: fn.metadata,
    log: logThroughHooks(app, write, fn, () => invocationContext),
  };
  const model = await app.model.getInvocationModel(core);
  const { context, inputs } = await model.getArguments();
  invocationContext = context;
  const hooked: InvocationHookContext = {
    hookData: {},
    appHookData: app.appHookData,
    invocationContext: context,
    functionCallback: fn.callback,
    inputs,
  };
  core.state = 'preInvocationHooks';
  for (const hook of app.hooks.preInvocation) await hook(hooked);
  core.state = 'invocation';
  try {
    hooked.result = await model.invokeFunction(context, hooked.inputs, hooked.functionCallback);
  } catch (error) {
    hooked.error = error ?? new Error('The function threw nothing.');
  }
  core.state = 'postInvocationHooks';
  for (const hook of app.hooks.postInvocation) await hook(hooked);
  if (hooked.error !== undefined && hooked.error !== null) throw hooked.error;
  return model.getResponse(context, hooked.result);
}

/** Text of what was thrown: an error's stack, anything else as a string. */
export function describeThrown(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}

/** Runs the functions of an app and writes for each run how it ended. */
export function createInvoker(app: LoadedApp, write: WriteLine): Invoker {
  const running = new Set<Promise<unknown>>();

  async function logged(fn: AppFunction, call: Invocation): Promise<InvocationResponse> {
    const startedAt = performance.now();
    const took = () => `${Math.round(performance.now() - startedAt)} ms`;
    try {
      const response = await run(app, write, fn, call);
      write('information', 'host', `Executed '${fn.name}' (succeeded, ${took()})`);
      return response;
    } catch (error) {
      write('error', fn.name, describeThrown(error));
      write('error', 'host', `Executed '${fn.name}' (failed, ${took()})`);
      throw error;
    }
  }

  return {
    async invoke(fn, call) {
      const invocation = logged(fn, call);
      running.add(invocation);
      try {
        return await invocation;
      } finally {
        running.delete(invocation);
      }
    },
    running: () => running.size,
    async idle() {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}
