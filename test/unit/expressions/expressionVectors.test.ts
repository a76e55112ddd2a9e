import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { redactsValue } from '../../../shared/expressions/compileExpression.ts';
import { parseExpression } from '../../../shared/expressions/parseExpression.ts';
import type { AttributeValue } from '../../../shared/model/attributes.ts';
import { evaluateText } from './evaluateText.ts';
import data from './expressionVectors.json' with { type: 'json' };

interface Vector {
  readonly id: string;
  readonly expression: string;
  readonly inputs: Readonly<Record<string, AttributeValue>>;
  readonly now?: string;
  readonly takenInTarget?: readonly string[];
  readonly expected?: AttributeValue;
  readonly matches?: string;
  readonly fails?: string;
  readonly redacted?: true;
  readonly documented?: AttributeValue;
  readonly reason?: string;
}

const vectors = data.vectors as readonly Vector[];

const EFFECTS: ReadonlyMap<unknown, string> = new Map([
  ['<<DROP>>', 'dropAttribute'],
  ['<<IgnoreAttributeFlow>>', 'dropAttribute'],
  ['<<IgnoreObjectFlow>>', 'ignoreObject'],
]);

function evaluate({ expression, inputs, now, takenInTarget = [] }: Vector) {
  const result = evaluateText(expression, inputs, { guid: randomUUID, ...(now && { now: new Date(now) }) });
  if (result.effect !== 'flow') return result;
  const free = result.candidates?.find((candidate) => !takenInTarget.includes(candidate));
  return { effect: result.effect, value: result.candidates ? (free ?? null) : result.value };
}

/** Functions that give a number may give it as text, where JavaScript has no such number. */
function asText(value: AttributeValue | undefined): AttributeValue | undefined {
  return typeof value === 'number' ? String(value) : value;
}

describe('documented expressions give their documented result', () => {
  it.each(vectors)('$id', (vector) => {
    const { expected, matches, fails, expression } = vector;
    if (fails !== undefined) {
      expect(() => evaluate(vector)).toThrow(fails);
      return;
    }
    const { effect, value } = evaluate(vector);
    expect(effect).toBe(EFFECTS.get(expected) ?? 'flow');
    if (matches !== undefined) expect(value).toMatch(new RegExp(matches, 'u'));
    else if (effect === 'flow') expect(asText(value)).toEqual(asText(expected));
    expect(redactsValue(parseExpression(expression))).toBe(vector.redacted === true);
  });
});

describe('the vectors', () => {
  it('give a reason wherever the result is not the printed one', () => {
    const unexplained = vectors.filter(
      ({ matches, fails, documented, expected, reason }) =>
        reason === undefined &&
        (matches !== undefined ||
          (documented !== undefined && documented !== expected) ||
          (fails === undefined && expected === undefined)),
    );
    expect(unexplained.map(({ id }) => id)).toEqual([]);
  });
});
