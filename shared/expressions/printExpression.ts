import type { Expression } from './expression.ts';

/** Writes a syntax tree as text. Parsing the text gives the same tree, but for the positions. */
export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'attribute':
      return `[${expression.name}]`;
    case 'text':
      return `"${expression.value.replace(/[\\"]/gu, '\\$&')}"`;
    case 'number':
      return expression.literal;
    case 'keyword':
      return expression.name;
    case 'call':
      return `${expression.name}(${expression.args.map((arg) => (arg ? printExpression(arg) : '')).join(', ')})`;
    case 'comparison':
      return `${printExpression(expression.left)} ${expression.operator} ${printExpression(expression.right)}`;
    case 'concatenation':
      return expression.parts.map(printExpression).join(' & ');
  }
}
