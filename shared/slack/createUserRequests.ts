import { isProvisioningError, ProvisioningError } from '../errors/provisioningError.ts';
import type { TargetUser } from '../model/target.ts';
import type { Clock } from '../ports/clock.ts';
import type { Target, UserUpdate } from '../ports/target.ts';
import { canonicalAttributes, canonicalUserName } from './canonicalAttributes.ts';
import { SLACK_ERRORS } from './errors/slackErrors.ts';
import type { ScimClient } from './http/createScimClient.ts';
import { createTurns } from './http/createTurns.ts';
import { unreadableAnswer } from './http/unreadableAnswer.ts';
import { listPages } from './listPages.ts';
import { readPage, search } from './readPage.ts';
import { NAMES } from './targetNames.ts';
import type { WireFormat } from './wireFormat.ts';

type UserRequests = Pick<
  Target,
  'canonical' | 'readUser' | 'findUsers' | 'createUser' | 'updateUser' | 'disableUser' | 'listUsers'
>;

/** Slack refuses a whole PATCH that empties one of these, so it is refused here, with the same name. */
function refuseEmptied({ changes }: UserUpdate): void {
  const code =
    changes[NAMES.email] === null
      ? 'missing_primary_email'
      : changes[NAMES.userName] === null
        ? 'username_empty'
        : null;
  if (code === null) return;
  const known = SLACK_ERRORS.get(code);
  throw new ProvisioningError('invalid', code, `${known?.explanation} ${known?.recommendedAction}`);
}

/** A search matches by Slack's rules, not ours; an account counts only if it carries the very value. */
function carries(user: TargetUser, by: 'email' | 'userName', value: string): boolean {
  if (by === 'email') return user.emails.includes(value.trim().toLowerCase());
  return user.userName !== '' && user.userName === canonicalUserName(value);
}

const pathOf = (slackId: string): string => `/Users/${encodeURIComponent(slackId)}`;

/** What `Target` asks of `/Users`. */
export function createUserRequests(client: ScimClient, wire: WireFormat, clock: Clock): UserRequests {
  // Slack refuses a second write to an account while the first one runs (`resource_locked`).
  const inTurn = createTurns();

  async function fetchUser(slackId: string): Promise<TargetUser> {
    const { json } = await client.send({ operation: 'readUser', method: 'GET', path: pathOf(slackId) });
    const user = wire.readUser(json);
    if (!user) throw unreadableAnswer('a user', false);
    return user;
  }

  async function writeUpdate(slackId: string, update: UserUpdate): Promise<TargetUser> {
    refuseEmptied(update);
    const current = wire.needsCurrent(update) ? await fetchUser(slackId) : undefined;
    const body = wire.updateBody(update, current);
    if (body === undefined) return current ?? fetchUser(slackId);
    const { json } = await client.send({ operation: 'updateUser', method: 'PATCH', path: pathOf(slackId), body });
    // SCIM allows an update to be answered without a body.
    if (json === undefined) return fetchUser(slackId);
    const user = wire.readUser(json);
    if (!user) throw unreadableAnswer('a user', true);
    return user;
  }

  return {
    canonical: canonicalAttributes,

    async readUser(slackId) {
      try {
        return await fetchUser(slackId);
      } catch (error) {
        if (isProvisioningError(error, 'gone')) return undefined;
        throw error;
      }
    },

    async findUsers(by, value) {
      const users = await search(client, 'Users', by, value, wire.readUser);
      return users.filter((user) => carries(user, by, value));
    },

    async createUser(attributes) {
      const body = wire.createBody(canonicalAttributes(attributes));
      const { json } = await client.send({ operation: 'createUser', method: 'POST', path: '/Users', body });
      const user = wire.readUser(json);
      if (!user) throw unreadableAnswer('a user', true);
      return user;
    },

    updateUser: (slackId, update) =>
      inTurn(slackId, () =>
        writeUpdate(slackId, {
          ...update,
          changes: canonicalAttributes(update.changes),
          resulting: canonicalAttributes(update.resulting),
        }),
      ),

    disableUser: (slackId) =>
      inTurn(slackId, async () => {
        await client.send({ operation: 'disableUser', method: 'DELETE', path: pathOf(slackId) });
      }),

    listUsers: () =>
      listPages(
        (startIndex, count) => readPage(client, 'Users', { startIndex, count }, wire.readUser),
        clock,
        'accounts',
      ),
  };
}
