/** Where something stands in an expression's text; both count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export type ComparisonOperator = '=' | '<>' | '>' | '>=' | '<' | '<=';

export interface AttributeReference {
  readonly kind: 'attribute';
  readonly name: string;
  readonly at: Position;
}

export interface TextConstant {
  readonly kind: 'text';
  readonly value: string;
  readonly at: Position;
}

export interface NumberConstant {
  readonly kind: 'number';
  readonly value: number;
  /** As written (`&HF7`, `129699324000000000`): a FILETIME is larger than a JavaScript number is exact. */
  readonly literal: string;
  readonly at: Position;
}

/** A bare identifier such as `IgnoreAttributeFlow` or `vbTextCompare`. */
export interface Keyword {
  readonly kind: 'keyword';
  readonly name: string;
  readonly at: Position;
}

export interface Call {
  readonly kind: 'call';
  readonly name: string;
  /** `null` stands for an argument that was left empty between two commas. */
  readonly args: readonly (Expression | null)[];
  readonly at: Position;
}

export interface Comparison {
  readonly kind: 'comparison';
  readonly operator: ComparisonOperator;
  readonly left: Expression;
  readonly right: Expression;
  readonly at: Position;
}

/** `a & b & c`, as in Entra Cloud Sync. */
export interface Concatenation {
  readonly kind: 'concatenation';
  readonly parts: readonly Expression[];
  readonly at: Position;
}

/** `a AND b AND c`, which Entra does not offer. */
export interface Junction {
  readonly kind: 'junction';
  readonly operator: 'AND' | 'OR';
  readonly parts: readonly Expression[];
  readonly at: Position;
}

/** `NOT a`, which Entra does not offer; its function `Not(a)` gives text. */
export interface Negation {
  readonly kind: 'negation';
  readonly operand: Expression;
  readonly at: Position;
}

/** The syntax tree of a mapping expression. Parentheses leave no trace but the shape of the tree. */
export type Expression =
  | AttributeReference
  | TextConstant
  | NumberConstant
  | Keyword
  | Call
  | Comparison
  | Concatenation
  | Junction
  | Negation;

/** Every node of the tree, parents before children. */
export function* walkExpression(expression: Expression): Generator<Expression> {
  yield expression;
  for (const child of childrenOf(expression)) {
    if (child) yield* walkExpression(child);
  }
}

function childrenOf(expression: Expression): readonly (Expression | null)[] {
  switch (expression.kind) {
    case 'call':
      return expression.args;
    case 'comparison':
      return [expression.left, expression.right];
    case 'concatenation':
    case 'junction':
      return expression.parts;
    case 'negation':
      return [expression.operand];
    default:
      return [];
  }
}
