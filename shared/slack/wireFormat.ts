import type { Attributes } from '../model/attributes.ts';
import type { TargetUser } from '../model/target.ts';
import type { UserUpdate } from '../ports/target.ts';

/** One version of SCIM as Slack speaks it. Pure; attributes come in canonical form. */
export interface WireFormat {
  /** Body of `POST /Users`. */
  createBody(attributes: Attributes): object;
  /**
   * True when the update cannot be written without knowing what the account holds now, because a part is written whole
   * and `resulting` does not know all of it. Only with unusual mappings, such as one phone number of the two.
   */
  needsCurrent(update: UserUpdate): boolean;
  /**
   * Body of `PATCH /Users/{id}`; `undefined` when nothing is left to be written.
   * @param current the account now, given when `needsCurrent`
   */
  updateBody(update: UserUpdate, current?: TargetUser): object | undefined;
  /** A user as Slack answered it; `undefined` when it is not a user. */
  readUser(json: unknown): TargetUser | undefined;
}
