import type { Invoke } from '../invocation/invoker.ts';
import { type AppFunction, methodsOf, routeOf } from '../registration/appFunction.ts';
import { fromHttpOutput } from './fromHttpOutput.ts';
import type { HostRequest, HostResponse } from './hostResponse.ts';
import { authLevelOf, type HostKeys, isAuthorized } from './keys.ts';
import { compileRoute, type RouteTemplate } from './routeTemplate.ts';
import { toHttpInput } from './toHttpInput.ts';

interface FunctionRoute {
  readonly fn: AppFunction;
  readonly methods: readonly string[];
  readonly template: RouteTemplate;
}

export interface FunctionRoutes {
  /** The function's path with its prefix, for display. */
  readonly urls: readonly { readonly fn: AppFunction; readonly methods: readonly string[]; readonly path: string }[];
  serve(request: HostRequest): Promise<HostResponse>;
}

export interface FunctionRoutesOptions {
  readonly functions: readonly AppFunction[];
  readonly routePrefix: string;
  readonly invoke: Invoke;
  readonly isDisabled: (fn: AppFunction) => boolean;
  /** Undefined: keys are not asked for, as in Core Tools. */
  readonly keys?: HostKeys | undefined;
}

/**
 * Routes requests to HTTP functions. A path that fits no route and a method that the route does not take both answer
 * 404: the real host makes the method a part of the route (WebScriptHostHttpRoutesManager).
 * @throws HostStartError for a route that cannot be served
 */
export function createFunctionRoutes(options: FunctionRoutesOptions): FunctionRoutes {
  const { routePrefix, invoke, keys } = options;
  const pathOf = (fn: AppFunction) => [routePrefix, routeOf(fn)].filter((part) => part !== '').join('/');
  const http = options.functions.filter(({ kind }) => kind === 'http');
  const routes: FunctionRoute[] = http
    .map((fn) => ({ fn, methods: methodsOf(fn.trigger), template: compileRoute(pathOf(fn)) }))
    .sort((a, b) => (a.template.precedence < b.template.precedence ? -1 : 1));

  async function invokeOver(request: HostRequest, fn: AppFunction, params: Record<string, string>) {
    try {
      const response = await invoke(fn, {
        input: toHttpInput(request, params),
        traceParent: request.headers.traceparent,
        traceState: request.headers.tracestate,
      });
      return fromHttpOutput(response.returnValue);
    } catch {
      return { status: 500 }; // The invoker has logged it; the real host tells the caller nothing either.
    }
  }

  return {
    urls: http.map((fn) => ({ fn, methods: methodsOf(fn.trigger), path: `/${pathOf(fn)}` })),
    async serve(request) {
      for (const { fn, methods, template } of routes) {
        if (methods.length > 0 && !methods.includes(request.method)) continue;
        const params = template.match(request.url.pathname);
        if (!params) continue;
        if (keys && !isAuthorized(request, authLevelOf(fn.trigger.authLevel), keys)) return { status: 401 };
        if (options.isDisabled(fn)) return { status: 404 };
        return invokeOver(request, fn, params);
      }
      return { status: 404 };
    },
  };
}
