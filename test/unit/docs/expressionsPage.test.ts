import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FUNCTION_THEMES } from '../../../infra/scripts/docs/expressionFunctions.ts';
import { EXPRESSIONS_PAGE } from '../../../infra/scripts/docs/expressionsPage.ts';
import { LANGUAGE_EXAMPLES } from '../../../infra/scripts/docs/languageExamples.ts';
import { walkExpression } from '../../../shared/expressions/expression.ts';
import { FUNCTIONS } from '../../../shared/expressions/functions/functionCatalogue.ts';
import { parseSyntax } from '../../../shared/expressions/parseSyntax.ts';
import { evaluateExample } from './evaluateExample.ts';

const DESCRIPTIONS = FUNCTION_THEMES.flatMap(({ functions }) => Object.entries(functions));

describe('the page on the mapping language', () => {
  it('is what the code makes of it (node infra/scripts/writeDocs.ts)', () => {
    expect(readFileSync(EXPRESSIONS_PAGE.path, 'utf8')).toBe(EXPRESSIONS_PAGE.render());
  });

  it('describes every function once, and none that does not exist', () => {
    expect(DESCRIPTIONS.map(([name]) => name).sort()).toEqual([...FUNCTIONS.keys()].sort());
  });

  it.each(DESCRIPTIONS)('explains only parameters that %s has', (name, { parameters = {} }) => {
    const known = FUNCTIONS.get(name)?.parameters.map((parameter) => parameter.name);
    for (const parameter of Object.keys(parameters)) expect(known).toContain(parameter);
  });

  it.each(DESCRIPTIONS)('shows %s at work', (name, { examples }) => {
    for (const example of examples) {
      const calls = [...walkExpression(parseSyntax(example.expression))].filter((node) => node.kind === 'call');
      expect(calls.map((call) => call.name)).toContain(name);
      expect(evaluateExample(example)).toEqual(example.result);
    }
  });

  it.each(Object.values(LANGUAGE_EXAMPLES).flat())('is right that $expression gives $result', (example) => {
    expect(evaluateExample(example)).toEqual(example.result);
  });
});
