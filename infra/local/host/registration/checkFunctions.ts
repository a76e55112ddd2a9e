import { HostStartError } from '../hostStartError.ts';
import { type AppFunction, methodsOf, routeOf, triggerKind } from './appFunction.ts';
import type { RegisteredFunction } from './functionsCore.ts';

const NAME = /^[a-z][a-z0-9_-]{0,127}$/i;

function refuse(name: string, why: string): never {
  throw new HostStartError(`The function '${name}' cannot be started: ${why}`);
}

function checkName(name: string): void {
  if (NAME.test(name) && name.toLowerCase() !== 'host') return;
  refuse(name, "its name must match [a-z][a-z0-9_-]{0,127} (case ignored) and not be 'host'.");
}

function checkBindings(name: string, { metadata }: RegisteredFunction): void {
  const seen = new Set<string>();
  for (const [key, { type, direction }] of Object.entries(metadata.bindings)) {
    const lower = key.toLowerCase();
    if (seen.has(lower)) refuse(name, `two of its bindings are named '${key}'.`);
    seen.add(lower);
    if (/trigger$/i.test(type)) continue;
    // An output that is dropped in silence would look like a working app; the real host would send it.
    if (direction !== 'out' || type.toLowerCase() !== 'http') {
      refuse(name, `this host serves no ${direction === 'out' ? 'output' : 'input'} binding of type '${type}'.`);
    }
  }
}

function pickTrigger(name: string, registered: RegisteredFunction): AppFunction {
  const triggers = Object.entries(registered.metadata.bindings).filter(([, { type }]) => /trigger$/i.test(type));
  const [first, second] = triggers;
  if (!first) refuse(name, 'it has no trigger.');
  if (second) refuse(name, 'it has more than one trigger.');
  const [triggerName, trigger] = first;
  const kind = triggerKind(trigger.type);
  if (!kind)
    refuse(name, `this host serves no trigger of type '${trigger.type}' (only HTTP, timer, Service Bus queue).`);
  return { ...registered, name, kind, trigger, triggerName };
}

/** The real host compares by prefix alone, so that `administrators` is refused too (ScriptHost.ValidateHttpFunction). */
function checkRoute(fn: AppFunction): void {
  const route = routeOf(fn).toLowerCase();
  if (!route.startsWith('admin') && !route.startsWith('runtime')) return;
  refuse(fn.name, `its route '${routeOf(fn)}' conflicts with the built-in routes admin/ and runtime/.`);
}

function checkDuplicateRoutes(functions: readonly AppFunction[]): void {
  functions.forEach((fn, index) => {
    const earlier = functions.slice(0, index).find((other) => {
      if (routeOf(other).toLowerCase() !== routeOf(fn).toLowerCase()) return false;
      const [mine, theirs] = [methodsOf(fn.trigger), methodsOf(other.trigger)];
      return mine.length === 0 || theirs.length === 0 || mine.some((method) => theirs.includes(method));
    });
    if (earlier) refuse(fn.name, `its route '${routeOf(fn)}' is that of function '${earlier.name}'.`);
  });
}

function checkServiceBus({ name, trigger }: AppFunction): void {
  if (trigger.topicName !== undefined) refuse(name, 'this host serves Service Bus queues, no topics.');
  if (trigger.cardinality === 'many') refuse(name, "this host serves Service Bus messages one by one, not 'many'.");
  const properties = trigger.properties as { supportsDeferredBinding?: unknown } | undefined;
  if (properties?.supportsDeferredBinding === 'true') refuse(name, 'this host does not serve sdkBinding.');
}

/**
 * The checks that the Functions host makes and the programming model does not, plus refusals of what this host does not
 * serve: better a clear stop than a function that silently never runs.
 * @throws HostStartError that names the function
 */
export function checkFunctions(registered: Iterable<RegisteredFunction>): AppFunction[] {
  const functions = [...registered].map((entry) => {
    const { name } = entry.metadata;
    checkName(name);
    checkBindings(name, entry);
    return pickTrigger(name, entry);
  });
  const http = functions.filter(({ kind }) => kind === 'http');
  for (const fn of http) checkRoute(fn);
  checkDuplicateRoutes(http);
  for (const fn of functions) if (fn.kind === 'serviceBus') checkServiceBus(fn);
  return functions;
}
