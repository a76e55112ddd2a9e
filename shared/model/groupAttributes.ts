import type { SourceGroup } from './source.ts';
import { attributesOf, catalogueOf, type SourceAttribute, type SourceCatalogue } from './sourceAttribute.ts';
import type { TargetAttribute } from './targetAttributes.ts';

export type GroupSourceAttribute = SourceAttribute<SourceGroup>;

const propertiesOf = ({ properties }: SourceGroup) => properties;
const { plain } = attributesOf(propertiesOf);

const attributes: readonly GroupSourceAttribute[] = [
  { ...plain('objectId', 'Id of the group in Entra', { graph: 'id' }), read: ({ id }) => id },
  plain('displayName', 'Name'),
  plain('description', 'Description'),
  plain('mail', 'E-mail address'),
  plain('mailNickname', 'E-mail alias'),
  plain('mailEnabled', 'Whether the group receives mail', { type: 'Boolean' }),
  plain('proxyAddresses', 'Addresses with their protocol', { type: 'StringList' }),
  plain('securityEnabled', 'Whether it is a security group', { type: 'Boolean' }),
  plain('groupTypes', '`Unified` (Microsoft 365), `DynamicMembership`', { type: 'StringList' }),
  plain('visibility', '`Public`, `Private` or `HiddenMembership`'),
  plain('classification', 'E.g. low, medium or high business impact'),
  plain('membershipRule', 'Rule of a dynamic group'),
  plain('preferredLanguage', 'E.g. `en-US`'),
  plain('createdDateTime', 'When the group was created, ISO 8601'),
  plain('dirSyncEnabled', 'Whether synchronised from on-premises', { graph: 'onPremisesSyncEnabled', type: 'Boolean' }),
  plain('onPremisesSamAccountName', 'On-premises account name'),
  plain('onPremisesSecurityIdentifier', 'On-premises SID'),
  { name: 'members', graph: null, type: 'References', description: 'The members', read: () => null },
];

/** The source attributes of a group by Entra name, directory extensions apart. `members` are read on their own. */
export const GROUP_SOURCE_ATTRIBUTES: ReadonlyMap<string, GroupSourceAttribute> = new Map(
  attributes.map((attribute) => [attribute.name, attribute]),
);

/** All source attributes of a group, directory extensions included. */
export const GROUP_SOURCES: SourceCatalogue<SourceGroup> = catalogueOf(GROUP_SOURCE_ATTRIBUTES, propertiesOf);

/** Names that the engine itself has to know. */
export const GROUP_TARGET = { displayName: 'displayName', members: 'members' } as const;

const targets: readonly TargetAttribute[] = [
  {
    name: GROUP_TARGET.displayName,
    type: 'String',
    description: 'Name of the user group (Enterprise: IDP group). Must be unique in Slack.',
    required: true,
    matchable: true,
    personal: true,
    format: 'groupName',
  },
  {
    name: GROUP_TARGET.members,
    type: 'Reference',
    description: 'Members that have a Slack account managed by this app; others are added as soon as they have one.',
  },
];

/** The group attributes of Entra's Slack app. */
export const GROUP_TARGET_ATTRIBUTES: ReadonlyMap<string, TargetAttribute> = new Map(
  targets.map((attribute) => [attribute.name, attribute]),
);

/** Equal for names that are the same to a person: Slack groups are found by name in any case. */
export function groupNameKey(displayName: string): string {
  return displayName.trim().toLowerCase();
}
