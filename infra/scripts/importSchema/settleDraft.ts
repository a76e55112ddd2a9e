import type { ConfigurationProblem } from '../../../shared/errors/configurationError.ts';
import type { AttributeMapping } from '../../../shared/model/mapping.ts';
import { type Draft, type DraftSection, problemsOf } from './draft.ts';
import type { Findings } from './findings.ts';
import { FILTER_TODO, filterPlace } from './importFilters.ts';

const ELEMENT =
  /^(?:(?<section>users|groups)\.)?(?<list>mappings|filters|notify\.email)\[(?<index>\d+)\](?:\.(?<property>\w+))?/u;

/** Where in a list something is wrong. */
interface Wrong {
  readonly section: 'users' | 'groups';
  readonly index: number;
  /** Of a mapping. */
  readonly property: string | undefined;
  readonly what: string;
}

/**
 * Takes out of a draft what the app would not accept, so that its own checks decide and none is repeated here. What can
 * be put right is put right, the rest is left out, and either is told. What is missing is not looked after.
 *
 * Goes one by one, since one problem may be due to another: of two mappings to one target the second is wrong only as
 * long as the first is there.
 */
export function settleDraft(draft: Draft, findings: Findings): Draft {
  let current = draft;
  for (;;) {
    const next = settleFirst(current, findings);
    if (!next) return current;
    current = next;
  }
}

/** Undefined when nothing is wrong that could be taken out. */
function settleFirst(draft: Draft, findings: Findings): Draft | undefined {
  for (const { where, what } of problemsOf(draft)) {
    const { section, list, index, property } = ELEMENT.exec(where)?.groups ?? {};
    if (list === 'notify.email') return dropRecipient(draft, Number(index), findings);
    if (section !== 'users' && section !== 'groups') continue;
    const wrong = { section, index: Number(index), property, what } as const;
    return list === 'filters' ? dropFilter(draft, wrong, findings) : settleMapping(draft, wrong, findings);
  }
  return undefined;
}

function settleMapping(draft: Draft, wrong: Wrong, findings: Findings): Draft | undefined {
  const { section, index, property, what } = wrong;
  const mapping = draft[section].mappings[index];
  if (!mapping) return undefined;
  const { match, default: standard, ...rest } = mapping;
  const where = `${section}: ${mapping.target}`;
  if (property === 'match') {
    findings.change(where, 'used for matching', 'not used for matching', what);
    return withMapping(draft, wrong, { ...rest, ...(standard !== undefined && { default: standard }) });
  }
  if (property === 'default' && mapping.source !== undefined) {
    findings.change(where, `default value ${standard}`, 'no default value', what);
    return withMapping(draft, wrong, { ...rest, ...(match !== undefined && { match }) });
  }
  if (property === 'source' && isRightOnCreate(draft, wrong, mapping)) {
    findings.change(where, 'written always', '"apply": "onCreate"', what);
    return withMapping(draft, wrong, { ...mapping, apply: 'onCreate' });
  }
  const source = mapping.source === undefined ? '' : ` The source was: ${mapping.source}`;
  const todo = 'Map it by hand if it is needed (docs/mapping.md). Until then Slack keeps what it has.';
  findings.lose(where, `${what}${source}`, todo);
  return withSection(draft, section, { mappings: draft[section].mappings.toSpliced(index, 1) });
}

/** Some functions are fine for a value that is written once, such as `Now()`. */
function isRightOnCreate(draft: Draft, wrong: Wrong, mapping: AttributeMapping): boolean {
  if (mapping.source === undefined || mapping.apply === 'onCreate') return false;
  const place = `${wrong.section}.mappings[${wrong.index}].source`;
  return !has(problemsOf(withMapping(draft, wrong, { ...mapping, apply: 'onCreate' })), place);
}

function has(problems: readonly ConfigurationProblem[], place: string): boolean {
  return problems.some(({ where }) => where === place);
}

function dropFilter(draft: Draft, { section, index, what }: Wrong, findings: Findings): Draft {
  const { filters } = draft[section];
  findings.hold(filterPlace(section, filters[index]?.name ?? ''), what, FILTER_TODO);
  return withSection(draft, section, { filters: filters.toSpliced(index, 1) });
}

/** The address is not told: it is somebody's. */
function dropRecipient(draft: Draft, index: number, findings: Findings): Draft {
  findings.lose('notify.email', 'A recipient is not an e-mail address.', 'Add whom you want to be told.');
  return { ...draft, notify: { email: draft.notify.email.toSpliced(index, 1) } };
}

function withMapping(draft: Draft, { section, index }: Wrong, mapping: AttributeMapping): Draft {
  return withSection(draft, section, { mappings: draft[section].mappings.with(index, mapping) });
}

function withSection(draft: Draft, section: Wrong['section'], part: Partial<DraftSection>): Draft {
  if (section === 'users') return { ...draft, users: { ...draft.users, ...part } };
  return { ...draft, groups: { ...draft.groups, ...part } };
}
