import type { Handler, LocalRequest, LocalResponse } from './server.ts';

interface Route {
  readonly method: string;
  readonly pattern: RegExp;
  readonly names: readonly string[];
  readonly handler: Handler;
}

/** Routes by method and path template; `:name` matches one path segment. */
export class Router {
  readonly #routes: Route[] = [];

  on(method: string, template: string, handler: Handler): this {
    const names: string[] = [];
    const source = template
      .split('/')
      .map((part) => {
        if (!part.startsWith(':')) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
        names.push(part.slice(1));
        return '([^/]+)';
      })
      .join('/');
    this.#routes.push({ method, pattern: new RegExp(`^${source}/?$`), names, handler });
    return this;
  }

  /** Answers with the first route that fits; `undefined` when none does. `allowed` lists the methods of the path. */
  find(request: LocalRequest): {
    readonly run?: () => LocalResponse | Promise<LocalResponse>;
    readonly allowed: string[];
  } {
    const allowed: string[] = [];
    for (const route of this.#routes) {
      const match = route.pattern.exec(request.url.pathname);
      if (!match) continue;
      allowed.push(route.method);
      if (route.method !== request.method) continue;
      const params = Object.fromEntries(
        route.names.map((name, index) => [name, decodeURIComponent(match[index + 1] ?? '')]),
      );
      return { run: () => route.handler({ ...request, params }), allowed };
    }
    return { allowed };
  }
}
