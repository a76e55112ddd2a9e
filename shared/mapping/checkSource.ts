import { buildEvaluator } from '../expressions/compileExpression.ts';
import { type Expression, walkExpression } from '../expressions/expression.ts';
import { ExpressionError } from '../expressions/expressionError.ts';
import { VOLATILE_FUNCTIONS } from '../expressions/functions/ambientFunctions.ts';
import { parseExpression } from '../expressions/parseExpression.ts';
import type { SourceCatalogue, SourceType } from '../model/sourceAttribute.ts';
import { TARGET, type TargetAttribute } from '../model/targetAttributes.ts';
import { readTargetValue } from './readTargetValue.ts';

/** What a source is checked against. */
export interface SourceRules {
  readonly attributes: Pick<SourceCatalogue<never>, 'has' | 'keys'> & {
    get(name: string): { readonly type: SourceType } | undefined;
  };
  /** Undefined when the target itself is unknown. */
  readonly target: TargetAttribute | undefined;
  /** The only source that a Reference target takes, e.g. `manager`. */
  readonly reference: string;
  readonly apply: unknown;
  readonly match: unknown;
}

/** Functions that give whole roles as JSON texts, for the target `roles`. */
const ROLE_LISTS: ReadonlySet<string> = new Set(['AppRoleAssignmentsComplex', 'AssertiveAppRoleAssignmentsComplex']);

/** Functions that hand the photo's token on as a whole, or only ask whether it is there. */
const KEEPS_PHOTO: ReadonlySet<string> = new Set([
  'Coalesce',
  'IgnoreFlowIfNullOrEmpty',
  'IIF',
  'IsNull',
  'IsNullOrEmpty',
  'IsPresent',
  'Redact',
]);

type Check = (expression: Expression, rules: SourceRules) => string | undefined;

/** What is wrong with a mapping's source, as a sentence; undefined when it can be compiled and makes sense for its target. */
export function sourceProblem(source: string, rules: SourceRules): string | undefined {
  let expression: Expression;
  try {
    expression = parseExpression(source, { attributes: rules.attributes });
    buildEvaluator(expression);
  } catch (error) {
    if (error instanceof ExpressionError) return error.message;
    throw error;
  }
  if (rules.target?.type === 'Reference') return referenceProblem(expression, rules.reference);
  for (const check of CHECKS) {
    const problem = check(expression, rules);
    if (problem) return problem;
  }
  return undefined;
}

/** A reference is resolved to an object in Slack, so it can be neither computed nor replaced by text. */
function referenceProblem(expression: Expression, reference: string): string | undefined {
  if (expression.kind === 'attribute' && expression.name === reference) return undefined;
  return `This target refers to another object and takes only [${reference}], without an expression.`;
}

const plainAttributeProblem: Check = (expression, { attributes, target }) => {
  if (expression.kind !== 'attribute') return undefined;
  const { name } = expression;
  const type = attributes.get(name)?.type;
  if (type === 'Reference') return `[${name}] refers to another object and fits only a target of that kind.`;
  if (type !== 'AppRoles') return undefined;
  const choice = target?.multiValued ? 'AssertiveAppRoleAssignmentsComplex' : 'SingleAppRoleAssignment';
  return `[${name}] holds role assignments; take them with ${choice}([${name}]).`;
};

/** Members are resolved and written on their own, in chunks; no expression ever sees them. */
const membersProblem: Check = (expression, { attributes }) => {
  const members = namesIn(expression).find((name) => attributes.get(name)?.type === 'References');
  return members && `[${members}] fits only the target ${members}, without an expression.`;
};

/** A photo travels as a token until it is written, so no expression may look into it. */
const photoProblem: Check = (expression, { attributes, target }) => {
  const isPhoto = (name: string) => attributes.get(name)?.type === 'Photo';
  const photo = namesIn(expression).find(isPhoto);
  if (photo === undefined) return undefined;
  if (target?.name !== TARGET.photo) return `[${photo}] fits only the target ${TARGET.photo}.`;
  if (keepsPhoto(expression, isPhoto)) return undefined;
  return `[${photo}] is a picture: use it plainly or within ${[...KEEPS_PHOTO].sort().join(', ')} only.`;
};

function keepsPhoto(expression: Expression, isPhoto: (name: string) => boolean): boolean {
  if (expression.kind === 'attribute' || !namesIn(expression).some(isPhoto)) return true;
  if (expression.kind !== 'call' || !KEEPS_PHOTO.has(expression.name)) return false;
  return expression.args.every((arg) => arg === null || keepsPhoto(arg, isPhoto));
}

const roleListProblem: Check = (expression, { target }) => {
  if (!target || target.multiValued) return undefined;
  const name = callsIn(expression).find((call) => ROLE_LISTS.has(call));
  return name && `${name} gives a list of roles and fits only the target ${TARGET.roles}. Use SingleAppRoleAssignment.`;
};

/** A constant is the same for everybody, so that Slack would refuse it if it is wrong, and take everybody for one person if it is to match. */
const constantProblem: Check = (expression, { target, match }) => {
  if (!target || expression.kind !== 'text') return undefined;
  if (target.personal || match !== undefined) {
    return 'A constant would give every object the same value; take it from an attribute.';
  }
  const read = readTargetValue(target, expression.value);
  return 'code' in read ? read.message : undefined;
};

/** Otherwise every look at the user would find another value and write it. */
const volatileProblem: Check = (expression, { apply }) => {
  if (apply === 'onCreate') return undefined;
  const name = callsIn(expression).find((call) => VOLATILE_FUNCTIONS.has(call));
  return name && `${name}() gives another value each time; set "apply" to "onCreate".`;
};

/** A value is unique among the accounts of this moment only, so it is chosen once, and never used to find an account. */
const uniqueValueProblem: Check = (expression, { target, apply, match }) => {
  if (!callsIn(expression).includes('SelectUniqueValue')) return undefined;
  if (target && target.name !== TARGET.userName) {
    return 'SelectUniqueValue works for userName only, which alone must be unique and can be chosen (nickName follows it).';
  }
  if (apply !== 'onCreate')
    return 'SelectUniqueValue chooses once, when the account is created; set "apply" to "onCreate".';
  if (match === undefined) return undefined;
  return 'SelectUniqueValue gives a value that no account has, so it cannot find one; remove "match".';
};

const CHECKS: readonly Check[] = [
  plainAttributeProblem,
  membersProblem,
  photoProblem,
  roleListProblem,
  constantProblem,
  volatileProblem,
  uniqueValueProblem,
];

function namesIn(expression: Expression): readonly string[] {
  return [...walkExpression(expression)].flatMap((node) => (node.kind === 'attribute' ? [node.name] : []));
}

function callsIn(expression: Expression): readonly string[] {
  return [...walkExpression(expression)].flatMap((node) => (node.kind === 'call' ? [node.name] : []));
}
