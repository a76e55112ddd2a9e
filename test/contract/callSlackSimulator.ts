import { afterEach, beforeEach } from 'vitest';
import type { SlackSimulator, SlackSimulatorOptions } from '../../infra/local/slack/startSlackSimulator.ts';
import { startSlackSimulator } from '../../infra/local/slack/startSlackSimulator.ts';

export const V1_CORE = 'urn:scim:schemas:core:1.0';
export const V1_ENTERPRISE = 'urn:scim:schemas:extension:enterprise:1.0';
export const V1_GUEST = 'urn:scim:schemas:extension:slack:guest:1.0';
export const V2_CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const V2_ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const V2_PROFILE = 'urn:ietf:params:scim:schemas:extension:slack:profile:2.0:User';
export const V2_GUEST = 'urn:ietf:params:scim:schemas:extension:slack:guest:2.0:User';
export const V2_GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const V2_PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

interface Element {
  readonly value: string | null;
}

/** The parts of answers that the tests look into; the rest is compared as a whole. */
interface ScimBody {
  readonly [key: string]: unknown;
  readonly id: string;
  readonly userName: string;
  readonly displayName: string;
  readonly detail: string;
  readonly emails: readonly Element[];
  readonly photos: readonly Element[];
  readonly phoneNumbers: readonly Element[];
  readonly members: readonly Element[];
  readonly groups: readonly Element[];
  readonly addresses: readonly { readonly locality: string | null }[];
  readonly attributes: readonly { readonly name: string }[];
  readonly Resources: readonly ScimBody[];
  readonly Errors: { readonly description: string };
}

export interface ScimAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** {} when the answer isn't JSON. */
  readonly body: ScimBody;
}

/** One simulator per test, with plain HTTP calls to it. */
export function useSlackSimulator(options: SlackSimulatorOptions = {}) {
  let simulator: SlackSimulator;
  beforeEach(async () => {
    simulator = await startSlackSimulator(options);
  });
  afterEach(() => simulator.close());

  const call = async (method: string, path: string, body?: unknown, headers: object = {}): Promise<ScimAnswer> => {
    const response = await fetch(`${simulator.url}${path.startsWith('/v') ? '/scim' : ''}${path}`, {
      redirect: 'manual',
      method,
      headers: { authorization: 'Bearer xoxp-test', ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') && text !== '';
    return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : {} };
  };
  const post = (fields: object, schemas: readonly string[] = [V2_CORE]): Promise<ScimAnswer> =>
    call('POST', '/v2/Users', { schemas, userName: 'ada', emails: [{ value: 'ada@example.com' }], ...fields });
  return {
    get simulator() {
      return simulator;
    },
    call,
    /** POST on v2 of a user `ada` with other fields on top. */
    post,
    patch: (id: string, ...Operations: object[]) =>
      call('PATCH', `/v2/Users/${id}`, { schemas: [V2_PATCH], Operations }),
    patchV1: (id: string, fields: object, schemas: readonly string[] = [V1_CORE]) =>
      call('PATCH', `/v1/Users/${id}`, { schemas, ...fields }),
    put: (id: string, fields: object) => call('PUT', `/v2/Users/${id}`, { schemas: [V2_CORE], ...fields }),
    find: (filter: string, version = 'v2') => call('GET', `/${version}/Users?filter=${encodeURIComponent(filter)}`),
    postGroup: (displayName: string, memberIds: readonly string[] = []) =>
      call('POST', '/v2/Groups', { schemas: [V2_GROUP], displayName, members: memberIds.map((value) => ({ value })) }),
    patchGroup: (id: string, ...Operations: object[]) =>
      call('PATCH', `/v2/Groups/${id}`, { schemas: [V2_PATCH], Operations }),
    patchGroupV1: (id: string, fields: object) => call('PATCH', `/v1/Groups/${id}`, { schemas: [V1_CORE], ...fields }),
    putGroup: (id: string, fields: object) => call('PUT', `/v2/Groups/${id}`, { schemas: [V2_GROUP], ...fields }),
    /** The members that Slack really has, past SCIM. */
    membersOf: (id: string) => [...(simulator.workspace.groups.get(id)?.memberIds ?? [])],
    /** Accounts `u0`, `u1`, …; answers their ids. */
    seedPeople: (count: number, fields: object = {}) =>
      Array.from({ length: count }, () => {
        const userName = `u${simulator.workspace.size}`;
        return simulator.workspace.seedUser({ userName, email: `${userName}@example.com`, ...fields }).id;
      }),
    seedAda: (fields: object = {}) =>
      simulator.workspace.seedUser({
        userName: 'ada',
        email: 'ada@example.com',
        givenName: 'Ada',
        familyName: 'Lovelace',
        ...fields,
      }),
  };
}
