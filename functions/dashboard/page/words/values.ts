import type { AttributeValue } from '../../../../shared/model/attributes.ts';

/** A value of an attribute for a person. */
export function valueText(value: AttributeValue | undefined): string {
  if (value === undefined) return 'not known';
  if (value === null || value === '') return 'empty';
  if (Array.isArray(value)) return value.length === 0 ? 'empty' : value.join(', ');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return String(value);
}

/** How many values a list has; the log cuts long ones, and says at the end how many more there were. */
export function listSize(value: AttributeValue | undefined): number {
  if (!Array.isArray(value)) return 0;
  const more = /^and (\d+) more$/u.exec(value.at(-1) ?? '')?.[1];
  return more === undefined ? value.length : value.length - 1 + Number(more);
}

/** True for what is shown in grey: there is no value. */
export function isEmptyValue(value: AttributeValue | undefined): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

/** A target attribute without what all of its kind share: `department`, `emails (work)`. */
export function shortTarget(name: string): string {
  return name
    .replace(/^urn:.*:(?=[^:]+$)/u, '')
    .replace(/^\d+\.\d+\./u, '')
    .replace(/\[(?:type|primary) eq "([^"]*)"\]/u, (_, kind) =>
      kind === 'untyped' || kind === 'True' ? '' : ` (${kind})`,
    )
    .replace(/\.value$/u, '');
}
