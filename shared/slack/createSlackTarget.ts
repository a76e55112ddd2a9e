import { ConfigurationError } from '../errors/configurationError.ts';
import { isProvisioningError, ProvisioningError } from '../errors/provisioningError.ts';
import type { TargetUser } from '../model/target.ts';
import type { Target, UserUpdate } from '../ports/target.ts';
import { canonicalAttributes, canonicalUserName } from './canonicalAttributes.ts';
import { SLACK_ERRORS } from './errors/slackErrors.ts';
import { createScimClient, type ScimClientOptions } from './http/createScimClient.ts';
import { listUsers, type UserPage } from './listUsers.ts';
import { NAMES } from './targetNames.ts';
import { scim2 } from './v2/scim2.ts';
import type { WireFormat } from './wireFormat.ts';

export type SlackTargetOptions = ScimClientOptions;

const PAGE_SIZE = 1000;

/** The SCIM version is the last part of the base URL. */
function wireFormatOf(baseUrl: string): WireFormat {
  if (/\/v2\/*$/.test(baseUrl)) return scim2;
  throw new ConfigurationError('Slack cannot be reached.', [
    { where: 'SLACK_SCIM_BASE_URL', what: `must end in the SCIM version, as in https://api.slack.com/scim/v2` },
  ]);
}

function unreadable(isWrite: boolean): ProvisioningError {
  const message = 'Slack answered with success, but not with a user. Check SLACK_SCIM_BASE_URL.';
  return new ProvisioningError('retry', 'UnreadableAnswer', message, { lostAnswer: isWrite });
}

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

/**
 * Slack through SCIM.
 * @param options.baseUrl its last part chooses the version; throws ConfigurationError for one that is not supported
 */
export function createSlackTarget(options: SlackTargetOptions): Target {
  const wire = wireFormatOf(options.baseUrl);
  const client = createScimClient(options);
  const pathOf = (slackId: string): string => `/Users/${encodeURIComponent(slackId)}`;

  async function fetchUser(slackId: string): Promise<TargetUser> {
    const user = wire.readUser(await client.send({ operation: 'readUser', method: 'GET', path: pathOf(slackId) }));
    if (!user) throw unreadable(false);
    return user;
  }

  async function fetchPage(query: Readonly<Record<string, string>>): Promise<UserPage> {
    const path = `/Users?${Object.entries(query)
      .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
      .join('&')}`;
    const json = await client.send({ operation: 'listUsers', method: 'GET', path });
    const { totalResults, Resources = [] } = (json ?? {}) as { totalResults?: unknown; Resources?: unknown };
    if (typeof totalResults !== 'number' || !Array.isArray(Resources)) throw unreadable(false);
    const users = Resources.map(wire.readUser).filter((user) => user !== undefined);
    return { totalResults, users, size: Resources.length };
  }

  async function writeUpdate(slackId: string, update: UserUpdate): Promise<TargetUser> {
    refuseEmptied(update);
    const current = wire.needsCurrent(update) ? await fetchUser(slackId) : undefined;
    const body = wire.updateBody(update, current);
    if (body === undefined) return current ?? fetchUser(slackId);
    const json = await client.send({ operation: 'updateUser', method: 'PATCH', path: pathOf(slackId), body });
    // SCIM allows an update to be answered without a body.
    if (json === undefined) return fetchUser(slackId);
    const user = wire.readUser(json);
    if (!user) throw unreadable(true);
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
      // JSON string literals are the filter's own quoting (RFC 7644 §3.4.2.2; Slack documents the same).
      const page = await fetchPage({ filter: `${by} eq ${JSON.stringify(value)}`, count: '100' });
      return page.users.filter((user) => carries(user, by, value));
    },

    async createUser(attributes) {
      const body = wire.createBody(canonicalAttributes(attributes));
      const user = wire.readUser(await client.send({ operation: 'createUser', method: 'POST', path: '/Users', body }));
      if (!user) throw unreadable(true);
      return user;
    },

    updateUser: (slackId, update) =>
      writeUpdate(slackId, {
        ...update,
        changes: canonicalAttributes(update.changes),
        resulting: canonicalAttributes(update.resulting),
      }),

    async disableUser(slackId) {
      await client.send({ operation: 'disableUser', method: 'DELETE', path: pathOf(slackId) });
    },

    listUsers: () =>
      listUsers((startIndex) => fetchPage({ startIndex: `${startIndex}`, count: `${PAGE_SIZE}` }), options.clock),
  };
}
