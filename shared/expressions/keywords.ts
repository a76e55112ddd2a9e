import { DROP_ATTRIBUTE, type Effect, type ExpressionValue, IGNORE_OBJECT } from './expressionValue.ts';

/**
 * The bare identifiers. The first two are effects (workday-expression-mapping-functions-guide); the others are
 * options of functions and stand for their own name.
 */
export const KEYWORDS: ReadonlyMap<string, ExpressionValue | Effect> = new Map<string, ExpressionValue | Effect>([
  ['IgnoreAttributeFlow', DROP_ATTRIBUTE],
  ['IgnoreObjectFlow', IGNORE_OBJECT],
  ['vbTextCompare', 'vbTextCompare'],
  ['vbBinaryCompare', 'vbBinaryCompare'],
  ['CaseSensitive', 'CaseSensitive'],
  ['CaseInsensitive', 'CaseInsensitive'],
  ['UTF8', 'UTF8'],
  ['Unicode', 'Unicode'],
  ['ASCII', 'ASCII'],
]);
