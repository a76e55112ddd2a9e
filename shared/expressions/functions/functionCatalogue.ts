import { AMBIENT_FUNCTIONS } from './ambientFunctions.ts';
import { DATE_FUNCTIONS } from './dateFunctions.ts';
import { DIRECTORY_FUNCTIONS } from './directoryFunctions.ts';
import { ENCODING_FUNCTIONS } from './encodingFunctions.ts';
import type { FunctionDefinition } from './functionDefinition.ts';
import { LIST_FUNCTIONS } from './listFunctions.ts';
import { LOGIC_FUNCTIONS } from './logicFunctions.ts';
import { NUMBER_FUNCTIONS } from './numberFunctions.ts';
import { REPLACE_FUNCTIONS } from './replaceFunction.ts';
import { ROLE_FUNCTIONS } from './roleFunctions.ts';
import { SEARCH_FUNCTIONS } from './searchFunctions.ts';
import { TEST_FUNCTIONS } from './testFunctions.ts';
import { TEXT_FUNCTIONS } from './textFunctions.ts';
import { UNIQUE_VALUE_FUNCTIONS } from './uniqueValueFunction.ts';

/** Every function of the language by name. A new one is added to the list of its theme. */
export const FUNCTIONS: ReadonlyMap<string, FunctionDefinition> = new Map(
  [
    ...LOGIC_FUNCTIONS,
    ...TEST_FUNCTIONS,
    ...TEXT_FUNCTIONS,
    ...SEARCH_FUNCTIONS,
    ...REPLACE_FUNCTIONS,
    ...ENCODING_FUNCTIONS,
    ...NUMBER_FUNCTIONS,
    ...DATE_FUNCTIONS,
    ...LIST_FUNCTIONS,
    ...ROLE_FUNCTIONS,
    ...DIRECTORY_FUNCTIONS,
    ...AMBIENT_FUNCTIONS,
    ...UNIQUE_VALUE_FUNCTIONS,
  ].map((definition) => [definition.name, definition]),
);
