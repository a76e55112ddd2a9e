import { HostStartError } from '../hostStartError.ts';

/** A route template of ASP.NET, as far as function routes use it. */
export interface RouteTemplate {
  /** Sorts more exact templates first, segment by segment: literal, constrained, parameter, catch-all. */
  readonly precedence: string;
  /** The decoded values of its parameters, or undefined when the path does not fit. Absent optional ones are left out. */
  match(path: string): Record<string, string> | undefined;
}

interface Segment {
  readonly pattern: string;
  readonly rank: number;
  readonly optional: boolean;
  readonly defaults: Readonly<Record<string, string>>;
}

/** Inline constraints that need no argument, as regular expressions over the decoded-safe characters of a segment. */
const CONSTRAINTS: Readonly<Record<string, string>> = {
  int: '-?\\d{1,10}',
  long: '-?\\d{1,19}',
  bool: '[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]',
  guid: '\\{?[0-9A-Fa-f]{8}-?(?:[0-9A-Fa-f]{4}-?){3}[0-9A-Fa-f]{12}\\}?',
  alpha: '[A-Za-z]*',
  decimal: '-?\\d+(?:\\.\\d+)?',
  double: '-?\\d+(?:\\.\\d+)?',
  float: '-?\\d+(?:\\.\\d+)?',
  required: '[^/]+',
};

function escapeLiteral(text: string): string {
  // Percent-encode as a path carries it, so that `ä` in a template meets `%C3%A4` in a request.
  return encodeURI(text).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function constraintPattern(template: string, constraint: string | undefined, rest: string): string {
  if (constraint === undefined || constraint === '') return rest;
  const known = CONSTRAINTS[constraint.toLowerCase()];
  if (known !== undefined) return known;
  const length = /^length\((\d+)(?:,(\d+))?\)$/i.exec(constraint);
  if (length) return `[^/]{${length[1]}${length[2] === undefined ? '' : `,${length[2]}`}}`;
  throw new HostStartError(`Route '${template}': the constraint ':${constraint}' is not served by this host.`);
}

const PARAMETER = /\{(\*{0,2})([A-Za-z_]\w*)(?::([^{}?=]+))?(?:=([^{}?]*))?(\?)?\}/g;

function parseSegment(template: string, text: string): Segment {
  const defaults: Record<string, string> = {};
  let pattern = '';
  let rank = 1;
  let optional = false;
  let at = 0;
  for (const match of text.matchAll(PARAMETER)) {
    const [whole, stars, name = '', constraint, fallback, question] = match;
    pattern += escapeLiteral(text.slice(at, match.index));
    at = match.index + whole.length;
    if (stars) {
      pattern += `(?<${name}>.*)`;
      rank = 5;
      optional = true;
      continue;
    }
    pattern += `(?<${name}>${constraintPattern(template, constraint, '[^/]+?')})`;
    rank = whole === text ? (constraint ? 3 : 4) : 2;
    if (fallback !== undefined) defaults[name] = fallback;
    optional ||= question !== undefined || fallback !== undefined;
  }
  const tail = text.slice(at);
  if (/[{}]/.test(tail)) throw new HostStartError(`Route '${template}': '${text}' cannot be read.`);
  return { pattern: pattern + escapeLiteral(tail), rank, optional, defaults };
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/**
 * Compiles a template such as `users/{id:int}/{view?}` or `files/{*path}`. Literals match without case.
 * @param template without slashes at its ends
 * @throws HostStartError for what cannot be read or served
 */
export function compileRoute(template: string): RouteTemplate {
  const segments = template
    .split('/')
    .filter((part) => part !== '')
    .map((part) => parseSegment(template, part));
  let source = '';
  for (const segment of [...segments].reverse()) {
    const body = `/${segment.pattern}${source}`;
    source = segment.optional ? `(?:${body})?` : body;
  }
  const expression = new RegExp(`^${source}/?$`, 'i');
  const defaults = Object.assign({}, ...segments.map((segment) => segment.defaults)) as Record<string, string>;
  return {
    precedence: segments.map(({ rank }) => rank).join('.'),
    match(path) {
      const match = expression.exec(path);
      if (!match) return undefined;
      const params = { ...defaults };
      for (const [name, value] of Object.entries(match.groups ?? {})) {
        if (value !== undefined && value !== '') params[name] = decode(value);
      }
      return params;
    },
  };
}
