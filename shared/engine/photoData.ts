import { isProvisioningError } from '../errors/provisioningError.ts';
import type { Attributes } from '../model/attributes.ts';
import type { SourceUser } from '../model/source.ts';
import { PHOTO_TOKEN_PREFIX } from '../model/sourceAttributes.ts';
import { TARGET } from '../model/targetAttributes.ts';
import type { EngineDependencies } from './dependencies.ts';

/** Leaves out a photo that is only missing because Graph could not say whether there is one, so that it is not taken from Slack. */
export function withoutUnknownPhoto(
  attributes: Attributes,
  user: SourceUser,
  configuration: EngineDependencies['configuration'],
): Attributes {
  if (!configuration.users.readsPhotos || user.photoEtag !== undefined) return attributes;
  const { [TARGET.photo]: unknown, ...known } = attributes;
  return known;
}

/**
 * Puts the picture, as a data URL, in the place of the token that plans, snapshots and logs carry. A photo that has gone meanwhile,
 * or that is not fit to be sent, is left out.
 */
export async function withPhotoData(
  attributes: Attributes,
  userId: string,
  { source }: EngineDependencies,
): Promise<Attributes> {
  const { [TARGET.photo]: token, ...others } = attributes;
  if (typeof token !== 'string' || !token.startsWith(PHOTO_TOKEN_PREFIX)) return attributes;
  try {
    const photo = await source.readPhoto(userId);
    if (!photo) return others;
    return {
      ...others,
      [TARGET.photo]: `data:${photo.contentType};base64,${Buffer.from(photo.bytes).toString('base64')}`,
    };
  } catch (error) {
    if (isProvisioningError(error, 'gone', 'invalid')) return others;
    throw error;
  }
}
