import type { AppFunction } from '../registration/appFunction.ts';
import { FOLLOWED_HOST_VERSION } from '../registration/functionsCore.ts';
import { type HostRequest, type HostResponse, jsonResponse, textResponse } from './hostResponse.ts';

export type HostState = 'Starting' | 'Running' | 'Stopping';

export interface AdminApiOptions {
  readonly state: () => HostState;
  readonly functions: () => readonly AppFunction[];
  readonly isDisabled: (fn: AppFunction) => boolean;
  /** Runs a timer or queue function now and rejects with what it throws. */
  readonly runNow: (fn: AppFunction, input: string) => Promise<void>;
}

/** Whether a request is the host's own: no function route may begin with `admin`. */
export function isAdminRequest({ url }: HostRequest): boolean {
  return /^\/admin(\/|$)/i.test(url.pathname);
}

function readInput(body: Uint8Array): string | undefined {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
    if (typeof parsed !== 'object' || parsed === null) return undefined;
    const input: unknown = 'input' in parsed ? parsed.input : '';
    return typeof input === 'string' ? input : JSON.stringify(input ?? '');
  } catch {
    return undefined;
  }
}

function describe(fn: AppFunction, isDisabled: boolean, origin: string): object {
  return {
    name: fn.name,
    trigger: fn.trigger.type,
    href: `${origin}/admin/functions/${fn.name}`,
    config: { bindings: Object.entries(fn.metadata.bindings).map(([name, binding]) => ({ ...binding, name })) },
    isDisabled,
    language: 'node',
  };
}

/**
 * The part of the host's admin interface that people and tests use: `GET admin/host/status`, `GET admin/functions`,
 * `POST admin/functions/{name}` with `{ "input": "..." }`. The last answers 202 at once as the real host does; with
 * `?wait=true`, which only this host knows, 200 after the run or 500 with the error's text.
 */
export function createAdminApi(options: AdminApiOptions): (request: HostRequest) => Promise<HostResponse> {
  async function run(request: HostRequest, fn: AppFunction): Promise<HostResponse> {
    if (options.state() !== 'Running') return { status: 503 };
    const input = readInput(request.body);
    if (input === undefined) return textResponse(400, 'The body must be a JSON object such as {"input": ""}.');
    if (fn.kind === 'http') return textResponse(400, `'${fn.name}' is an HTTP function: call its URL.`);
    const ended = options.runNow(fn, input).then(
      () => ({ status: 200 }),
      (error: unknown) => textResponse(500, error instanceof Error ? error.message : String(error)),
    );
    return request.url.searchParams.get('wait') === 'true' ? ended : { status: 202 };
  }

  return async (request) => {
    const [, , area, name, ...rest] = request.url.pathname.split('/');
    const isGet = request.method === 'GET';
    if (area === 'host' && name === 'status' && isGet) {
      return jsonResponse(200, {
        id: 'local',
        state: options.state(),
        version: FOLLOWED_HOST_VERSION,
        processUptime: Math.round(process.uptime() * 1000),
      });
    }
    if (area === 'host' && name === 'ping') return { status: 200 };
    if (area !== 'functions' || rest.length > 0) return { status: 404 };
    const { origin } = request.url;
    if (!name) {
      if (!isGet) return { status: 405 };
      return jsonResponse(
        200,
        options.functions().map((fn) => describe(fn, options.isDisabled(fn), origin)),
      );
    }
    const fn = options.functions().find((one) => one.name.toLowerCase() === decodeURIComponent(name).toLowerCase());
    if (!fn) return { status: 404 };
    if (isGet) return jsonResponse(200, describe(fn, options.isDisabled(fn), origin));
    return request.method === 'POST' ? run(request, fn) : { status: 405 };
  };
}
