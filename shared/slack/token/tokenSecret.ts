import * as z from 'zod';
import { ProvisioningError } from '../../errors/provisioningError.ts';
import type { SlackTokens } from '../oauth/createSlackOAuth.ts';

/** Name of the secret that holds Slack's token. */
export const SLACK_TOKEN_SECRET = 'slack-token';

const rotatingSchema = z.object({
  accessToken: z.string().regex(/^[\x21-\x7e]+$/),
  refreshToken: z.string().regex(/^[\x21-\x7e]+$/),
  expiresAt: z.iso.datetime({ offset: true }),
});

/**
 * A token that does not expire is stored as it is, one that does as JSON `{ accessToken, refreshToken, expiresAt }` with the
 * end of the access token in ISO 8601.
 * @throws ProvisioningError `unauthorized` (`SlackTokenUnreadable`), without the value
 */
export function parseTokenSecret(secret: string): SlackTokens {
  const value = secret.trim();
  if (/^[\x21-\x7e]+$/.test(value) && !value.startsWith('{')) return { accessToken: value };
  const { accessToken, refreshToken, expiresAt } = parseRotating(value);
  return { accessToken, rotation: { refreshToken, expiresAt: new Date(expiresAt) } };
}

export function formatTokenSecret({ accessToken, rotation }: SlackTokens): string {
  if (!rotation) return accessToken;
  const { refreshToken, expiresAt } = rotation;
  return JSON.stringify({ accessToken, refreshToken, expiresAt: expiresAt.toISOString() });
}

function parseRotating(value: string): z.infer<typeof rotatingSchema> {
  try {
    return rotatingSchema.parse(JSON.parse(value));
  } catch {
    // Not as cause: parsers quote what they read.
    throw new ProvisioningError(
      'unauthorized',
      'SlackTokenUnreadable',
      `Secret ${SLACK_TOKEN_SECRET} holds neither a token nor { accessToken, refreshToken, expiresAt }. Authorise the app again, or store the token anew.`,
    );
  }
}
