import { readFileSync } from 'node:fs';
import {
  MAX_EXPRESSION_LENGTH,
  MAX_NESTING_DEPTH,
  MAX_PATTERN_LENGTH,
  MAX_RESULT_ITEMS,
  MAX_RESULT_LENGTH,
} from '../../../shared/expressions/expressionLimits.ts';
import { FUNCTIONS } from '../../../shared/expressions/functions/functionCatalogue.ts';
import type { Parameter } from '../../../shared/expressions/functions/functionDefinition.ts';
import type { Example } from './example.ts';
import { FUNCTION_THEMES } from './expressionFunctions.ts';
import { fillGenerated } from './fillGenerated.ts';
import type { FunctionDescription, FunctionTheme } from './functionTheme.ts';
import { LANGUAGE_EXAMPLES } from './languageExamples.ts';
import { markdownTable } from './markdownTable.ts';
import { showAttributes, showExample, showResult } from './showExample.ts';

const PATH = 'docs/expressions.md';

/** The page on the mapping language: prose by hand, functions, examples and limits from the code. */
export const EXPRESSIONS_PAGE = {
  path: PATH,
  render: () =>
    fillGenerated(readFileSync(PATH, 'utf8'), {
      ...Object.fromEntries(
        Object.entries(LANGUAGE_EXAMPLES).map(([name, examples]) => [name, exampleTable(examples)]),
      ),
      limits: limitTable(),
      contents: contents(),
      functions: FUNCTION_THEMES.map(themeSection).join('\n\n'),
    }),
};

function exampleTable(examples: readonly Example[]): string {
  const rows = examples.map((example) => [
    `\`${example.expression}\``,
    showAttributes(example),
    showResult(example.result),
  ]);
  return markdownTable(['expression', 'with', 'gives'], rows);
}

function limitTable(): string {
  const count = (value: number) => value.toLocaleString('en-US');
  return markdownTable(
    ['what', 'at most'],
    [
      ['an expression', `${count(MAX_EXPRESSION_LENGTH)} characters, as in Entra`],
      ['functions and parentheses within each other', `${MAX_NESTING_DEPTH} levels`],
      ['what one function gives', `${count(MAX_RESULT_LENGTH)} characters, ${count(MAX_RESULT_ITEMS)} values`],
      ['a regular expression', `${count(MAX_PATTERN_LENGTH)} characters`],
    ],
  );
}

/** Themes with their functions, each a link; GitHub's anchors are the names in small letters. */
function contents(): string {
  return FUNCTION_THEMES.map(({ title, functions }) => {
    const links = Object.keys(functions).map((name) => `[${name}](#${name.toLowerCase()})`);
    return `- **${title}**: ${links.join(', ')}`;
  }).join('\n');
}

function themeSection({ title, introduction, functions }: FunctionTheme): string {
  const sections = Object.entries(functions).map(([name, description]) => functionSection(name, description));
  return [`### ${title}`, ...(introduction ? [introduction] : []), ...sections].join('\n\n');
}

function functionSection(name: string, description: FunctionDescription): string {
  const parameters = FUNCTIONS.get(name)?.parameters ?? [];
  const meanings = Object.entries(description.parameters ?? {}).map(
    ([parameter, meaning]) => `- \`${parameter}\`: ${meaning}`,
  );
  const signature = `\`${name}(${parameters.map(showParameter).join(', ')})\``;
  return [
    `#### ${name}`,
    `${signature}${description.entra ? '' : " · not in Entra's provisioning of applications"}`,
    description.summary,
    ...(meanings.length > 0 ? [meanings.join('\n')] : []),
    ...description.examples.map((example) => `Example: ${showExample(example)}`),
  ].join('\n\n');
}

/** `name`, `name?` when it may be left out, `name, …` for as many as one likes. */
function showParameter({ name, type, optional }: Parameter): string {
  return `${name}${optional ? '?' : ''}${type === 'rest' ? ', …' : ''}`;
}
