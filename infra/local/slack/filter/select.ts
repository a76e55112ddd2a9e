import type { Comparison, Filter } from './parseFilter.ts';

/** How a kind of resource is searched. */
export interface Searchable<Resource> {
  /** Everything, oldest first. */
  readonly all: () => readonly Resource[];
  /** Candidates for a comparison from an index; `undefined` when it needs a scan. */
  readonly lookUp: (comparison: Comparison) => readonly Resource[] | undefined;
  readonly matches: (resource: Resource, comparison: Comparison) => boolean;
}

/** What a filter picks. */
export function select<Resource>(filter: Filter, searchable: Searchable<Resource>): readonly Resource[] {
  const candidates = lookUp(filter, searchable) ?? searchable.all();
  return candidates.filter((resource) => matches(resource, filter, searchable));
}

function lookUp<Resource>(filter: Filter, searchable: Searchable<Resource>): readonly Resource[] | undefined {
  if (filter.kind === 'compare') return searchable.lookUp(filter);
  const left = lookUp(filter.left, searchable);
  if (filter.kind === 'and') return left ?? lookUp(filter.right, searchable);
  const right = left && lookUp(filter.right, searchable);
  return right && [...new Set([...left, ...right])];
}

function matches<Resource>(resource: Resource, filter: Filter, searchable: Searchable<Resource>): boolean {
  if (filter.kind === 'compare') return searchable.matches(resource, filter);
  const left = matches(resource, filter.left, searchable);
  return filter.kind === 'and'
    ? left && matches(resource, filter.right, searchable)
    : left || matches(resource, filter.right, searchable);
}
