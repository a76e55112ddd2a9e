import * as z from 'zod';
import { nearestName } from '../expressions/nearestName.ts';

/** Something that an editor can explain. */
export interface Described {
  readonly description: string;
}

/** Names with their explanations, as a JSON schema that VS Code and its like complete from; explanations are shown as plain text. */
export function enumOf(names: ReadonlyMap<string, Described>) {
  const explanations = [...names.values()].map(({ description }) => description.replaceAll('`', ''));
  return { enum: [...names.keys()], enumDescriptions: explanations };
}

/** What to say about a name that does not exist. */
export function unknownName(what: string, name: string, known: Iterable<string>): string {
  const near = nearestName(name, known);
  return `There is no ${what} ${name}.${near ? ` Did you mean ${near}?` : ''}`;
}

/**
 * One name out of a list; a wrong one is answered with the nearest.
 *
 * @param refused names that people try, with the reason why there is no such thing
 */
export function oneOf(
  what: string,
  names: ReadonlyMap<string, Described>,
  refused: ReadonlyMap<string, string> = new Map(),
) {
  const error = ({ input }: { readonly input?: unknown }) => {
    if (typeof input !== 'string') return `Expected the name of a ${what}.`;
    const reason = refused.get(input);
    return reason === undefined ? unknownName(what, input, names.keys()) : `${input} is not supported. ${reason}`;
  };
  return z.enum([...names.keys()], { error }).meta(enumOf(names));
}

/** One of a few settings, given with their meanings. */
export function choice<const Meanings extends Readonly<Record<string, string>>>(meanings: Meanings) {
  const names = Object.keys(meanings) as (keyof Meanings & string)[];
  return z.enum(names).meta({ enumDescriptions: Object.values(meanings) });
}
