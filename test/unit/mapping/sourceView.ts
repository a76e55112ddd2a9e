import type { AppRole } from '../../../shared/model/source.ts';
import type { SourceView } from '../../../shared/model/sourceAttributes.ts';

export interface ViewOptions {
  readonly managerId?: string | null;
  readonly photoEtag?: string | null;
  readonly isSoftDeleted?: boolean;
  readonly appRoles?: readonly AppRole[];
}

/** A user as the engine hands it to the mapping; properties by Graph's names. */
export function sourceView(properties: Readonly<Record<string, unknown>>, options: ViewOptions = {}): SourceView {
  const { managerId = null, photoEtag, isSoftDeleted = false, appRoles = [] } = options;
  const id = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
  const photo = photoEtag === undefined ? {} : { photoEtag };
  return { user: { id, state: 'present', properties, managerId, ...photo }, isSoftDeleted, appRoles };
}
