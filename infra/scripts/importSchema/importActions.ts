import type { Findings } from './findings.ts';
import type { ObjectMapping } from './graphSchema.ts';
import type { Section } from './section.ts';

/** objectFlowTypes: a set, as names separated by commas or as a sum of these numbers. */
const FLOW_TYPES = [
  { name: 'Add', bit: 1, users: 'create', groups: 'create' },
  { name: 'Update', bit: 2, users: 'update', groups: 'update' },
  { name: 'Delete', bit: 4, users: 'disable', groups: 'delete' },
] as const;

export type Action = (typeof FLOW_TYPES)[number]['users' | 'groups'];

/** Entra's target object actions; all of them unless the object mapping says otherwise. */
export function importActions({ flowTypes }: ObjectMapping, { name }: Section, findings: Findings): Action[] {
  const given = flowTypes ?? 7;
  if (typeof given === 'number') return FLOW_TYPES.filter(({ bit }) => given & bit).map((type) => type[name]);
  const words = given.split(/[\s,|]+/u).filter((word) => word !== '' && word.toLowerCase() !== 'none');
  const isNamed = (type: { readonly name: string }, word: string) => type.name.toLowerCase() === word.toLowerCase();
  for (const word of words) {
    if (FLOW_TYPES.some((type) => isNamed(type, word))) continue;
    findings.lose(`${name}: actions`, `There is no flow type ${word}.`, `Set ${name}.actions by hand if needed.`);
  }
  return FLOW_TYPES.filter((type) => words.some((word) => isNamed(type, word))).map((type) => type[name]);
}
