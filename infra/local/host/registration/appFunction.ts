import type { Binding } from './coreTypes.ts';
import type { RegisteredFunction } from './functionsCore.ts';

const TRIGGER_KINDS = { httptrigger: 'http', timertrigger: 'timer', servicebustrigger: 'serviceBus' } as const;

export type TriggerKind = (typeof TRIGGER_KINDS)[keyof typeof TRIGGER_KINDS];

/** A registered function with its trigger picked out. */
export interface AppFunction extends RegisteredFunction {
  readonly name: string;
  readonly kind: TriggerKind;
  readonly trigger: Binding;
  /** The key of the trigger in the bindings, under which the library expects the input. */
  readonly triggerName: string;
}

/** The kind of a trigger binding; undefined when this host cannot serve it. */
export function triggerKind(type: string): TriggerKind | undefined {
  return TRIGGER_KINDS[type.toLowerCase() as keyof typeof TRIGGER_KINDS];
}

/** A text option of a binding; empty when it is not given. */
export function textOption(binding: Binding, option: string): string {
  const value = binding[option];
  return typeof value === 'string' ? value : '';
}

/** The route template as registered, else the function's name; without slashes at its ends. */
export function routeOf({ name, trigger }: Pick<AppFunction, 'name' | 'trigger'>): string {
  const route = textOption(trigger, 'route')
    .trim()
    .replace(/^\/+|\/+$/g, '');
  return route === '' ? name : route;
}

/** Upper-case methods; empty for all. */
export function methodsOf(trigger: Binding): string[] {
  const { methods } = trigger;
  return Array.isArray(methods) ? methods.map((method) => String(method).toUpperCase()) : [];
}
