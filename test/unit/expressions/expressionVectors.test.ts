import { describe, expect, it } from 'vitest';
import { parseSyntax } from '../../../shared/expressions/parseSyntax.ts';
import type { AttributeValue } from '../../../shared/model/attributes.ts';
import { evaluateText } from './evaluateText.ts';
import data from './expressionVectors.json' with { type: 'json' };

interface Vector {
  readonly id: string;
  readonly expression: string;
  readonly inputs: Readonly<Record<string, AttributeValue>>;
  readonly now?: string;
  readonly expected: AttributeValue;
}

describe('documented expressions give their documented result', () => {
  it.each(data.vectors as readonly Vector[])('$id', ({ expression, inputs, now, expected }) => {
    const { effect, value } = evaluateText(expression, inputs, now === undefined ? {} : { now: new Date(now) });
    if (expected === '<<DROP>>') expect(effect).toBe('dropAttribute');
    else expect({ effect, value }).toEqual({ effect: 'flow', value: expected });
  });
});

describe('documented expressions that use functions not offered yet have correct syntax', () => {
  it.each(data.syntaxOnly)('$id', ({ expression }) => {
    expect(parseSyntax(expression).kind).toBe('call');
  });
});
