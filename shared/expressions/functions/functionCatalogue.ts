import { AMBIENT_FUNCTIONS } from './ambientFunctions.ts';
import type { FunctionDefinition } from './functionDefinition.ts';
import { LIST_FUNCTIONS } from './listFunctions.ts';
import { LOGIC_FUNCTIONS } from './logicFunctions.ts';
import { REPLACE_FUNCTIONS } from './replaceFunction.ts';
import { ROLE_FUNCTIONS } from './roleFunctions.ts';
import { TEXT_FUNCTIONS } from './textFunctions.ts';

/** Every function of the language by name. A new one is added to the list of its theme. */
export const FUNCTIONS: ReadonlyMap<string, FunctionDefinition> = new Map(
  [
    ...LOGIC_FUNCTIONS,
    ...TEXT_FUNCTIONS,
    ...REPLACE_FUNCTIONS,
    ...LIST_FUNCTIONS,
    ...ROLE_FUNCTIONS,
    ...AMBIENT_FUNCTIONS,
  ].map((definition) => [definition.name, definition]),
);
