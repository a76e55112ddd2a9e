import Module from 'node:module';
import type {
  FunctionCallback,
  FunctionMetadata,
  HookCallback,
  LogCategory,
  LogLevel,
  ProgrammingModel,
} from './coreTypes.ts';

const CORE_ID = '@azure/functions-core';
const HOOK_NAMES = ['appStart', 'appTerminate', 'preInvocation', 'postInvocation', 'log'] as const;

/** The version of the Functions host whose behaviour is followed. */
export const FOLLOWED_HOST_VERSION = '4.1052.200';

export type HookName = (typeof HOOK_NAMES)[number];

export interface RegisteredFunction {
  readonly metadata: FunctionMetadata;
  readonly callback: FunctionCallback;
}

/** What one app has registered so far. */
export interface Registrations {
  /** By lower-case name: Azure compares function names without case. */
  readonly functions: Map<string, RegisteredFunction>;
  readonly hooks: Record<HookName, HookCallback[]>;
  /** False once the app has started: from then on only hooks may be added. */
  acceptsFunctions: boolean;
  /** Receives the lines that the library logs outside of an invocation. */
  log(level: LogLevel, category: LogCategory, message: string): void;
}

class Disposable {
  #dispose: (() => void) | undefined;

  constructor(dispose: () => void) {
    this.#dispose = dispose;
  }

  static from(...disposables: { dispose(): unknown }[]): Disposable {
    return new Disposable(() => {
      for (const disposable of disposables) disposable.dispose();
    });
  }

  dispose(): void {
    this.#dispose?.();
    this.#dispose = undefined;
  }
}

// The library asks for the core once per process and keeps the answer, and it sets its model only once: so there is
// one core per process, and what an app registers goes to whichever registrations are open.
let current: Registrations | undefined;
let model: ProgrammingModel | undefined;
let installed = false;

function systemError(message: string, type: typeof Error | typeof RangeError = Error): Error {
  return Object.assign(new type(message), { isAzureFunctionsSystemError: true });
}

function registerFunction(metadata: FunctionMetadata, callback: FunctionCallback): Disposable {
  const registrations = current;
  if (!registrations?.acceptsFunctions) {
    throw systemError('A function can only be registered during app startup.');
  }
  const key = metadata.name.toLowerCase();
  if (registrations.functions.has(key)) {
    throw systemError(`A function named "${metadata.name}" is registered already.`);
  }
  registrations.functions.set(key, { metadata, callback });
  return new Disposable(() => {
    if (!registrations.acceptsFunctions) throw systemError('A function can only be disposed during app startup.');
    registrations.functions.delete(key);
  });
}

function registerHook(name: string, callback: HookCallback): Disposable {
  const hookName = HOOK_NAMES.find((known) => known === name);
  if (!hookName) throw systemError(`Unrecognized hook "${name}".`, RangeError);
  const callbacks = current?.hooks[hookName];
  callbacks?.push(callback);
  return new Disposable(() => {
    const index = callbacks?.indexOf(callback) ?? -1;
    if (index >= 0) callbacks?.splice(index, 1);
  });
}

const core = {
  version: FOLLOWED_HOST_VERSION,
  hostVersion: FOLLOWED_HOST_VERSION,
  registerFunction,
  registerHook,
  setProgrammingModel(next: ProgrammingModel): void {
    model = next;
  },
  getProgrammingModel: () => model,
  log(level: LogLevel, category: LogCategory, message: string): void {
    current?.log(level, category, message);
  },
  Disposable,
};

/**
 * Puts this host in the place where the programming model looks for one. The worker does the same: no package of that
 * name exists, `Module.prototype.require` answers it. Must run before the first `app.*` call of the process.
 */
export function installFunctionsCore(): void {
  if (installed) return;
  installed = true;
  const original = Module.prototype.require;
  Module.prototype.require = function answerCore(this: unknown, id: string): unknown {
    return id === CORE_ID ? core : Reflect.apply(original, this, [id]);
  } as typeof original;
}

/** Opens a fresh set of registrations; everything registered from now on goes there. */
export function openRegistrations(log: Registrations['log']): Registrations {
  current = {
    functions: new Map(),
    hooks: { appStart: [], appTerminate: [], preInvocation: [], postInvocation: [], log: [] },
    acceptsFunctions: true,
    log,
  };
  return current;
}

/** The model that the app's library has set, once its first `app.*` call has run. */
export function currentModel(): ProgrammingModel | undefined {
  return model;
}
