import type { AttributeValue } from './attributes.ts';

/**
 * What an attribute of a source object holds:
 * - `String`, `Boolean`: one value
 * - `StringList`: any number of texts
 * - `Reference`, `References`: Entra ids of one object, of several
 * - `AppRoles`: JSON texts of AppRole
 * - `Photo`: a token that stands for the picture
 * - `Any`: what the tenant defined: text, number, Boolean or list
 */
export type SourceType =
  | 'String'
  | 'Boolean'
  | 'StringList'
  | 'Reference'
  | 'References'
  | 'AppRoles'
  | 'Photo'
  | 'Any';

/** An attribute that mappings and filters can use. */
export interface SourceAttribute<View> {
  /** Entra's provisioning name, as administrators write it: `[surname]`. */
  readonly name: string;
  /** Graph property to `$select`; null for values that are not a property of the object. */
  readonly graph: string | null;
  readonly type: SourceType;
  /** What it holds, for administrators. */
  readonly description: string;
  readonly read: (view: View) => AttributeValue;
}

/** All attributes of one kind of object. Names are compared exactly, as Entra does. */
export interface SourceCatalogue<View> {
  has(name: string): boolean;
  get(name: string): SourceAttribute<View> | undefined;
  /** The names that can be listed; `get` knows directory extensions too. */
  keys(): Iterable<string>;
}

/** A Graph value as an attribute value: Entra treats "" as it treats a missing one when it reads the directory. */
export function toValue(value: unknown): AttributeValue {
  if (typeof value === 'string') return value === '' ? null : value;
  if (typeof value === 'boolean' || typeof value === 'number') return value;
  if (Array.isArray(value)) return value.filter((item) => typeof item === 'string');
  return null;
}

/** Makes attributes that are read from a Graph property. */
export function attributesOf<View>(propertiesOf: (view: View) => Readonly<Record<string, unknown>>) {
  const plain = (name: string, description: string, options: { graph?: string; type?: SourceType } = {}) => {
    const { graph = name, type = 'String' } = options;
    const read = (view: View) => toValue(propertiesOf(view)[graph]);
    return { name, graph, type, description, read } satisfies SourceAttribute<View>;
  };

  /** A part of a complex property. */
  const nested = (name: string, graph: string, key: string, description: string): SourceAttribute<View> => ({
    name,
    graph,
    type: 'String',
    description,
    read: (view) => {
      const parent = propertiesOf(view)[graph];
      return parent && typeof parent === 'object' ? toValue((parent as Record<string, unknown>)[key]) : null;
    },
  });

  return { plain, nested };
}

/** A directory extension's name: `extension_`, the owning application's id without hyphens, and a name. */
const DIRECTORY_EXTENSION = /^extension_[0-9a-f]{32}_\w+$/iu;

export function isDirectoryExtension(name: string): boolean {
  return DIRECTORY_EXTENSION.test(name);
}

/**
 * The attributes of one kind of object by name, and with them every directory extension, since those are the tenant's
 * own (https://learn.microsoft.com/graph/extensibility-overview, "Directory extensions").
 */
export function catalogueOf<View>(
  attributes: ReadonlyMap<string, SourceAttribute<View>>,
  propertiesOf: (view: View) => Readonly<Record<string, unknown>>,
): SourceCatalogue<View> {
  const get = (name: string) => attributes.get(name) ?? directoryExtension(name, propertiesOf);
  return { get, has: (name) => get(name) !== undefined, keys: () => attributes.keys() };
}

function directoryExtension<View>(
  name: string,
  propertiesOf: (view: View) => Readonly<Record<string, unknown>>,
): SourceAttribute<View> | undefined {
  if (!isDirectoryExtension(name)) return undefined;
  return {
    name,
    graph: name,
    type: 'Any',
    description: 'Directory extension of the tenant',
    read: (view) => toValue(valueWithoutCase(propertiesOf(view), name)),
  };
}

/** Graph answers in the case that the extension was registered with, whatever `$select` said. */
function valueWithoutCase(properties: Readonly<Record<string, unknown>>, name: string): unknown {
  const wanted = name.toLowerCase();
  return Object.entries(properties).find(([key]) => key.toLowerCase() === wanted)?.[1];
}
