import { SlackError } from '../state/slackError.ts';
import type { AttributePath, ElementFilter } from '../writes/edit.ts';
import { EXTENSIONS, type Urns } from './urns.ts';

/**
 * Reads an attribute path: `title`, `name.givenName`, `emails[primary eq false]`, `phoneNumbers[value eq "1"].value`,
 * `<extension URN>`, `<extension URN>:department` and, as Slack writes it as well, `<extension URN>.department`.
 * @throws SlackError `invalid_request_payload`
 */
export function parsePath(path: string, urns: Urns): AttributePath {
  const text = path.trim();
  for (const extension of EXTENSIONS) {
    const rest = cutPrefix(text, urns[extension]);
    if (rest === '') return { attribute: extension };
    if (rest?.startsWith(':') || rest?.startsWith('.'))
      return { attribute: extension, sub: rest.slice(1).toLowerCase() };
  }
  const core = cutPrefix(text, `${urns.user}:`) ?? text;
  const match = /^([a-z][a-z0-9_$-]*)(?:\[([^\]]*)\])?(?:\.([a-z][a-z.]*))?$/i.exec(core);
  if (!match?.[1]) throw new SlackError('invalid_request_payload');
  return {
    attribute: match[1].toLowerCase(),
    ...(match[2] !== undefined && { filter: parseElementFilter(match[2]) }),
    ...(match[3] !== undefined && { sub: match[3].toLowerCase() }),
  };
}

/** `value eq "x"`, with the value quoted or, as in Slack's samples, bare. */
function parseElementFilter(text: string): ElementFilter {
  const match = /^\s*([a-z]+)\s+eq\s+(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|(\S+))\s*$/i.exec(text);
  if (!match?.[1]) throw new SlackError('invalid_request_payload');
  const quoted = match[2]?.replace(/\\(.)/g, '$1');
  return { attribute: match[1].toLowerCase(), value: quoted ?? match[3] ?? match[4] ?? '' };
}

function cutPrefix(text: string, prefix: string): string | undefined {
  return text.toLowerCase().startsWith(prefix.toLowerCase()) ? text.slice(prefix.length) : undefined;
}
