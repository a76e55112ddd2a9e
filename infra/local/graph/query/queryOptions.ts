import { type Schema, specOf } from '../directory/propertySchema.ts';
import { GraphError, unsupportedQuery } from '../graphError.ts';
import { needsAdvancedQuery, requireKnownProperties } from './applyFilter.ts';
import { type Filter, parseFilter } from './parseFilter.ts';

/** What a request asks of a listing or of one object. */
export interface QueryOptions {
  /** `undefined`: the default properties of the type. */
  readonly select: readonly string[] | undefined;
  readonly top: number;
  /** Where the last page ended; 0 for the first page. */
  readonly cursor: number;
  readonly filter: Filter | undefined;
  /** Set when the manager is to be shown too; `select` as above. */
  readonly expandManager: { readonly select: readonly string[] | undefined } | undefined;
  readonly count: boolean;
}

export interface QueryRules {
  readonly schema: Schema;
  /** Names of the options that the resource takes. */
  readonly allowed: readonly string[];
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

const DEFAULT_TOP = 100;
const MAX_TOP = 999;
const KNOWN = ['select', 'top', 'skiptoken', 'filter', 'expand', 'count', 'orderby', 'search', 'skip', 'deltatoken'];

/** The OData options by lower-case name without `$`, which Graph lets one leave out. */
export function readOptions(url: URL): ReadonlyMap<string, string> {
  const options = new Map<string, string>();
  for (const [key, value] of url.searchParams) {
    const name = key.replace(/^\$/, '').toLowerCase();
    if (key.startsWith('$') && !KNOWN.includes(name)) {
      throw new GraphError(400, 'BadRequest', `The query parameter '${key}' is not supported.`);
    }
    if (KNOWN.includes(name)) options.set(name, value);
  }
  return options;
}

/** @throws GraphError 400 for a property that the type lacks */
export function parseSelect(
  text: string | undefined,
  schema: Schema,
  more: readonly string[] = [],
): string[] | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => name !== '*' && !specOf(schema, name) && !more.includes(name));
  if (unknown === undefined) return names.includes('*') ? undefined : names;
  throw new GraphError(
    400,
    'BadRequest',
    `Parsing OData Select and Expand failed: Could not find a property named '${unknown}' on type '${schema.odataType}'.`,
  );
}

function parseTop(text: string | undefined): number {
  if (text === undefined) return DEFAULT_TOP;
  const top = Number(text);
  if (Number.isInteger(top) && top >= 1 && top <= MAX_TOP) return top;
  throw unsupportedQuery(`Invalid page size specified: '${text}'. Must be between 1 and ${MAX_TOP} inclusive.`);
}

/** Page tokens are opaque to clients; inside is the position after the last object of the page. */
export function skipTokenOf(cursor: number): string {
  return Buffer.from(`page:${cursor}`).toString('base64url');
}

function parseSkipToken(text: string | undefined): number {
  if (text === undefined) return 0;
  const cursor = /^page:(\d+)$/.exec(Buffer.from(text, 'base64url').toString())?.[1];
  if (cursor !== undefined) return Number(cursor);
  throw new GraphError(
    400,
    'Directory_ExpiredPageToken',
    'The specified page token value has expired or is not valid.',
  );
}

/** `manager`, `manager($select=id)` or `manager($levels=1;$select=id)`. */
function parseExpandManager(
  text: string | undefined,
  schema: Schema,
  isAdvanced: boolean,
): QueryOptions['expandManager'] {
  if (text === undefined) return undefined;
  const match = /^manager(?:\((.*)\))?$/.exec(text.trim());
  if (!match) {
    const message = `Parsing OData Select and Expand failed: Could not find a property named '${text}' on type '${schema.odataType}'.`;
    throw new GraphError(400, 'BadRequest', message);
  }
  const parts = (match[1] ?? '').split(';').filter((part) => part !== '');
  const inner = new Map(parts.map((part) => [part.split('=')[0]?.trim(), part.slice(part.indexOf('=') + 1)]));
  if (inner.has('$levels')) {
    if (!isAdvanced) {
      throw unsupportedQuery('$levels needs the header ConsistencyLevel: eventual and $count=true.');
    }
    if (inner.get('$levels') !== '1') throw unsupportedQuery('The simulator expands one level of managers.');
  }
  return { select: parseSelect(inner.get('$select'), schema) };
}

/**
 * Reads the OData options of a request.
 * @throws GraphError 400 for what the resource does not take, with Graph's wording where it is known
 */
export function parseQuery(url: URL, rules: QueryRules): QueryOptions {
  const options = readOptions(url);
  for (const name of options.keys()) {
    if (!rules.allowed.includes(name)) throw unsupportedQuery(`'$${name}' is not supported for the resource.`);
  }
  const count = options.get('count') === 'true';
  const isAdvanced = count && String(rules.headers.consistencylevel ?? '').toLowerCase() === 'eventual';
  const filterText = options.get('filter');
  const filter = filterText === undefined ? undefined : parseFilter(filterText);
  if (filter) {
    requireKnownProperties(filter, (name) => specOf(rules.schema, name) !== undefined, rules.schema.odataType);
    if (needsAdvancedQuery(filter) && !isAdvanced) {
      throw unsupportedQuery('The filter needs the header ConsistencyLevel: eventual and $count=true.');
    }
  }
  return {
    select: parseSelect(options.get('select'), rules.schema),
    top: parseTop(options.get('top')),
    cursor: parseSkipToken(options.get('skiptoken')),
    filter,
    expandManager: parseExpandManager(options.get('expand'), rules.schema, isAdvanced),
    count: isAdvanced,
  };
}
