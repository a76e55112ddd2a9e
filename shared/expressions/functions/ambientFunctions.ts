import { formatDateTime } from './formatDateTime.ts';
import { defineFunction, type FunctionDefinition } from './functionDefinition.ts';

/** Functions whose value comes from outside the user. */
export const AMBIENT_FUNCTIONS: readonly FunctionDefinition[] = [
  defineFunction('Guid', [], (_, context) => context.guid()),
  defineFunction('Now', [], (_, context) => formatDateTime(context.now)),
];
