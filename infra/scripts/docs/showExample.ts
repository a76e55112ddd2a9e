import type { AttributeValue } from '../../../shared/model/attributes.ts';
import type { Example, ExampleResult } from './example.ts';

/** What an example gives, in Markdown. */
export function showResult(result: ExampleResult): string {
  if (isValue(result)) return showValue(result);
  if ('error' in result) return `the error “${result.error}”`;
  return result.effect === 'dropAttribute' ? 'nothing: the attribute is not sent' : 'nothing: the object is left alone';
}

/** An example as a sentence. */
export function showExample(example: Example): string {
  const attributes = showAttributes(example);
  return `\`${example.expression}\`${attributes && ` with ${attributes}`} gives ${showResult(example.result)}`;
}

/** The attributes that an example has, in Markdown. */
export function showAttributes({ attributes = {} }: Example): string {
  return Object.entries(attributes)
    .map(([name, value]) => `${name} ${showValue(value)}`)
    .join(', ');
}

function isValue(result: ExampleResult): result is AttributeValue {
  return typeof result !== 'object' || result === null || Array.isArray(result);
}

function showValue(value: AttributeValue): string {
  if (value === null) return 'no value';
  if (typeof value === 'object') return `the list ${value.map(showValue).join(', ')}`;
  if (value === '') return 'an empty text';
  if (typeof value === 'string') return `\`${value}\``;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return String(value);
}
