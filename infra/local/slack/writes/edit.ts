import type { Workspace } from '../state/workspace.ts';

/** `[value eq "x"]` in a path; `attribute` is lower-case. */
export interface ElementFilter {
  readonly attribute: string;
  readonly value: string;
}

/** Where a change goes, whatever the SCIM version. */
export interface AttributePath {
  /** Lower-case core attribute, or `enterprise`, `profile`, `guest` for the extensions. */
  readonly attribute: string;
  readonly filter?: ElementFilter;
  /** Lower-case sub-attribute: `givenname`, `value`, `manager.managerid`. */
  readonly sub?: string;
}

/** One change of one attribute. A whole resource (POST, PUT) is a list of them, too. */
export interface Edit extends AttributePath {
  readonly op: 'add' | 'replace' | 'remove';
  readonly value?: unknown;
}

/** What a rule may look at beside the account it changes. */
export interface WriteContext {
  readonly mode: 'create' | 'replace' | 'patch';
  readonly workspace: Workspace;
}
