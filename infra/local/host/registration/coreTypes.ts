/**
 * The part of `@azure/functions-core` that the programming model and this host exchange. No package carries these types
 * at run time, so the shapes are stated here as the library uses them.
 */

export interface RpcHttpRequest {
  readonly method: string;
  readonly url: string;
  readonly nullableHeaders: Readonly<Record<string, { readonly value: string }>>;
  readonly nullableParams: Readonly<Record<string, { readonly value: string }>>;
  readonly nullableQuery: Readonly<Record<string, { readonly value: string }>>;
  readonly body?: { readonly bytes: Uint8Array };
}

/** A nullable value as the worker protocol carries it; the library leaves the field out when the option was not given. */
export interface Nullable<T> {
  readonly value: T;
}

export interface RpcHttpCookie {
  readonly name?: string;
  readonly value?: string;
  readonly domain?: Nullable<string>;
  readonly path?: Nullable<string>;
  readonly expires?: { readonly value: { readonly seconds: number } };
  readonly secure?: Nullable<boolean>;
  readonly httpOnly?: Nullable<boolean>;
  readonly maxAge?: Nullable<number>;
  readonly sameSite?: 'none' | 'lax' | 'strict' | 'explicitNone';
}

export interface RpcHttpResponse {
  readonly statusCode?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly RpcHttpCookie[];
  readonly body?: TypedData | null;
}

/** A value on its way between host and library; exactly one field is set. */
export interface TypedData {
  readonly string?: string;
  readonly json?: string;
  readonly bytes?: Uint8Array;
  readonly int?: number;
  readonly double?: number;
  readonly http?: RpcHttpRequest | RpcHttpResponse;
}

/** One binding of a function: its options as given to `app.*`, plus `type` and `direction`. */
export interface Binding {
  readonly name?: string;
  readonly type: string;
  readonly direction?: 'in' | 'out';
  readonly [option: string]: unknown;
}

export interface FunctionMetadata {
  readonly name: string;
  /** By binding name; the return value's is `$return`. */
  readonly bindings: Readonly<Record<string, Binding>>;
  readonly retryOptions?: unknown;
}

export type FunctionCallback = (...args: unknown[]) => unknown;
export type HookCallback = (context: object) => unknown;
export type LogLevel = 'trace' | 'debug' | 'information' | 'warning' | 'error' | 'critical' | 'none';
export type LogCategory = 'user' | 'system' | 'customMetric';

export interface CoreInvocationContext {
  readonly invocationId: string;
  readonly request: {
    readonly inputData: readonly { readonly name: string; readonly data: TypedData }[];
    readonly triggerMetadata: Readonly<Record<string, TypedData>>;
    readonly traceContext?: { readonly traceParent: string; readonly traceState?: string };
  };
  readonly metadata: FunctionMetadata;
  /** The library reads it to judge log calls that come after the function has ended. */
  state?: 'preInvocationHooks' | 'invocation' | 'postInvocationHooks';
  log(level: LogLevel, category: LogCategory, message: string): void;
}

export interface InvocationResponse {
  readonly invocationId: string;
  readonly outputData?: readonly { readonly name: string; readonly data: TypedData }[];
  readonly returnValue?: TypedData | null;
}

export interface InvocationModel {
  getArguments(): Promise<{ context: object; inputs: unknown[] }>;
  invokeFunction(context: object, inputs: unknown[], callback: FunctionCallback): Promise<unknown>;
  getResponse(context: object, result: unknown): Promise<InvocationResponse>;
}

export interface ProgrammingModel {
  readonly name: string;
  readonly version: string;
  getInvocationModel(context: CoreInvocationContext): InvocationModel | Promise<InvocationModel>;
  getCapabilities(capabilities: Record<string, string>): Promise<Record<string, string>>;
}
