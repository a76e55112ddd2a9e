import * as z from 'zod';
import { evaluateExpression } from '../../shared/compose/evaluateExpression.ts';
import { adminRoute } from './adminRoute.ts';
import { attributeValue } from './answers/log.ts';
import { Problem } from './problem.ts';

const givenValue = z.union([z.string(), z.boolean(), z.number(), z.null(), z.array(z.string())], {
  error: 'Expected a text, a number, true, false, null or a list of texts.',
});

const request = z.strictObject({
  expression: z.string({ error: 'Expected the text of an expression, e.g. ToLower([mail]).' }),
  attributes: z.record(z.string(), givenValue).default({}),
  now: z.iso
    .datetime({ offset: true, error: 'Expected a date and time in ISO 8601, e.g. 2026-01-31T12:00:00Z.' })
    .optional(),
});

/** Tries a mapping expression: 400 with line and column when its text is wrong, 422 when it cannot be computed. */
export const evaluateExpressionRoute = adminRoute({
  summary: 'Try a mapping expression with made-up attributes',
  access: 'read',
  body: request,
  answer: z.object({ result: attributeValue, effect: z.enum(['flow', 'dropAttribute', 'ignoreObject']) }),
  handle: async ({ body: { expression, attributes, now } }) => {
    const answer = evaluateExpression({ expression, attributes, now: now ? new Date(now) : undefined });
    if (!('problem' in answer)) return answer;
    const { type, message, ...members } = answer.problem;
    throw new Problem(type === 'syntax' ? 400 : 422, message, members);
  },
});
