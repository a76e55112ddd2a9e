import { walkExpression } from '../expressions/expression.ts';
import { parseExpression } from '../expressions/parseExpression.ts';
import type { AttributeMapping, ScopingFilter } from '../model/mapping.ts';

/** The part of the configuration that names source attributes of one kind of object. */
export interface AttributeUser {
  readonly mappings: readonly AttributeMapping[];
  readonly filters: readonly ScopingFilter[];
}

/**
 * Names of the source attributes that mappings and filters use, so that what is costly (photos) or unknown to Graph unless
 * named (directory extensions) is read only where it is needed.
 *
 * @throws ExpressionError when a source cannot be parsed
 */
export function usedSourceAttributes({ mappings, filters }: AttributeUser): ReadonlySet<string> {
  const inMappings = mappings.flatMap(({ source }) => (source === undefined ? [] : attributesIn(source)));
  const inFilters = filters.flatMap(({ clauses }) => clauses.map(({ attribute }) => attribute));
  return new Set([...inMappings, ...inFilters]);
}

function attributesIn(source: string): readonly string[] {
  const nodes = [...walkExpression(parseExpression(source))];
  return nodes.flatMap((node) => (node.kind === 'attribute' ? [node.name] : []));
}
