import type { Expression } from './expression.ts';

/** How tightly each kind of node binds; what can stand anywhere is left out. */
const BINDING = { OR: 1, AND: 2, negation: 3, comparison: 4, concatenation: 5, operand: 6 } as const;

/** Writes a syntax tree as text. Parsing the text gives the same tree, but for the positions. */
export function printExpression(expression: Expression): string {
  return printTighterThan(0, expression);
}

/** In parentheses unless it binds more tightly than `outer`. */
function printTighterThan(outer: number, expression: Expression): string {
  const text = printNode(expression);
  return bindingOf(expression) > outer ? text : `(${text})`;
}

function bindingOf(expression: Expression): number {
  switch (expression.kind) {
    case 'junction':
      return BINDING[expression.operator];
    case 'negation':
    case 'comparison':
    case 'concatenation':
      return BINDING[expression.kind];
    default:
      return BINDING.operand;
  }
}

function printNode(expression: Expression): string {
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
    case 'negation':
      // NOT NOT a needs no parentheses.
      return `NOT ${printTighterThan(BINDING.AND, expression.operand)}`;
    case 'comparison': {
      const side = (child: Expression) => printTighterThan(BINDING.comparison, child);
      return `${side(expression.left)} ${expression.operator} ${side(expression.right)}`;
    }
    case 'concatenation':
      return expression.parts.map((part) => printTighterThan(BINDING.concatenation, part)).join(' & ');
    case 'junction': {
      const { operator, parts } = expression;
      return parts.map((part) => printTighterThan(BINDING[operator], part)).join(` ${operator} `);
    }
  }
}
