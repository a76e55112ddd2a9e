import fc from 'fast-check';
import type { Expression } from '../../../shared/expressions/expression.ts';

const at = { line: 1, column: 1 };
const node = <T>(arbitrary: fc.Arbitrary<T>) => arbitrary as unknown as fc.Arbitrary<Expression>;

/** A syntax tree of every kind of node, nested a few levels deep. */
export function arbitraryTree(): fc.Arbitrary<Expression> {
  const name = fc.constantFrom('IIF', 'Join', 'x_1', 'Größe', 'ORDER', 'Not');
  const { tree } = fc.letrec<{ tree: Expression; part: Expression; call: Expression; operation: Expression }>((tie) => {
    const parts = fc.array(tie('part'), { minLength: 2, maxLength: 3 });
    return {
      tree: fc.oneof(tie('operation'), tie('call')),
      part: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        node(
          fc
            .constantFrom('mail', 'employeeOrgData.costCenter')
            .map((value) => ({ kind: 'attribute', name: value, at })),
        ),
        node(fc.string({ unit: 'binary' }).map((value) => ({ kind: 'text', value, at }))),
        node(fc.integer().map((value) => ({ kind: 'number', value, literal: String(value), at }))),
        node(fc.nat().map((value) => ({ kind: 'number', value, literal: `&H${value.toString(16)}`, at }))),
        node(name.map((value) => ({ kind: 'keyword', name: value, at }))),
        tie('operation'),
        tie('call'),
      ),
      call: node(
        fc.record({
          kind: fc.constant('call'),
          name,
          // One argument that is left empty cannot be told from none.
          args: fc
            .array(fc.oneof(fc.constant(null), tie('part')), { maxLength: 4 })
            .filter((args) => args.length !== 1 || args[0] !== null),
          at: fc.constant(at),
        }),
      ),
      operation: node(
        fc.oneof(
          parts.map((operands) => ({ kind: 'concatenation', parts: operands, at })),
          parts.map((operands) => ({ kind: 'junction', operator: 'AND', parts: operands, at })),
          parts.map((operands) => ({ kind: 'junction', operator: 'OR', parts: operands, at })),
          tie('part').map((operand) => ({ kind: 'negation', operand, at })),
          fc.record({
            kind: fc.constant('comparison'),
            operator: fc.constantFrom('=', '<>', '>', '>=', '<', '<='),
            left: tie('part'),
            right: tie('part'),
            at: fc.constant(at),
          }),
        ),
      ),
    };
  });
  return tree;
}
