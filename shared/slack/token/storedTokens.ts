import type { Clock } from '../../ports/clock.ts';
import type { SecretStore } from '../../ports/secretStore.ts';
import type { SlackTokens } from '../oauth/createSlackOAuth.ts';
import { formatTokenSecret, parseTokenSecret, SLACK_TOKEN_SECRET } from './tokenSecret.ts';

/** The token as the secret store has it. */
export interface StoredTokens {
  /** @param fresh past every cache */
  read(fresh: boolean): Promise<SlackTokens | undefined>;
  /** In place of what `read` answered last. Should it fail, this process still knows them. */
  write(tokens: SlackTokens): Promise<void>;
}

const WRITE_AGAIN_MS = 60_000;

/**
 * Keeps a pair that could not be stored, since nobody else can know it, and tries to store it with the reads that follow.
 * A failed attempt throws, about once a minute, so that it shows in the log.
 */
export function createStoredTokens(secrets: SecretStore, clock: Clock): StoredTokens {
  let lastRead: string | undefined;
  let unsaved: { readonly tokens: SlackTokens; readonly replaces: string | undefined } | undefined;
  let writtenAt = 0;

  async function save(tokens: SlackTokens): Promise<void> {
    writtenAt = clock.now().getTime();
    await secrets.write(SLACK_TOKEN_SECRET, formatTokenSecret(tokens));
    unsaved = undefined;
  }

  return {
    async read(fresh) {
      lastRead = await secrets.read(SLACK_TOKEN_SECRET, fresh);
      // What somebody has stored meanwhile is newer, unless it is what the pair replaces.
      if (unsaved && lastRead !== unsaved.replaces) unsaved = undefined;
      if (!unsaved) return lastRead === undefined ? undefined : parseTokenSecret(lastRead);
      const { tokens } = unsaved;
      if (clock.now().getTime() >= writtenAt + WRITE_AGAIN_MS) await save(tokens);
      return tokens;
    },

    async write(tokens) {
      unsaved = { tokens, replaces: lastRead };
      await save(tokens);
    },
  };
}
