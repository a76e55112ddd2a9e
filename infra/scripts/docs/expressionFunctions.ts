import { DATES } from './functions/dates.ts';
import { DECISIONS } from './functions/decisions.ts';
import { ENCODINGS } from './functions/encodings.ts';
import { LISTS } from './functions/lists.ts';
import { ROLES } from './functions/roles.ts';
import { SEARCH } from './functions/search.ts';
import { TEXTS } from './functions/texts.ts';
import { UNIQUE } from './functions/unique.ts';
import type { FunctionTheme } from './functionTheme.ts';

/** What the documentation says about every function of the language, in the order of the page. */
export const FUNCTION_THEMES: readonly FunctionTheme[] = [
  DECISIONS,
  TEXTS,
  SEARCH,
  LISTS,
  DATES,
  ROLES,
  UNIQUE,
  ENCODINGS,
];
