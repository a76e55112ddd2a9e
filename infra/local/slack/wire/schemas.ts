import type { Dialect } from './dialect.ts';

interface AttributeShape {
  readonly name: string;
  readonly description: string;
  readonly type?: 'string' | 'complex' | 'reference' | 'boolean';
  readonly multiValued?: true;
  readonly readOnly?: true;
  readonly required?: true;
  readonly sub?: readonly AttributeShape[];
}

const VALUE: AttributeShape = { name: 'value', description: 'The value' };
const KINDS: readonly AttributeShape[] = [
  VALUE,
  { name: 'type', description: 'What the value is for' },
  { name: 'primary', description: 'The preferred value', type: 'boolean' },
];
const text = (name: string, description: string): AttributeShape => ({ name, description });
const list = (name: string, description: string, sub: readonly AttributeShape[] = KINDS): AttributeShape => ({
  name,
  description,
  type: 'complex',
  multiValued: true,
  sub,
});

const ID: AttributeShape = { name: 'id', description: 'Id given by Slack', readOnly: true, required: true };

const USER: readonly AttributeShape[] = [
  ID,
  text('externalId', 'Id given by the client'),
  { name: 'userName', description: 'Handle', required: true },
  text('nickName', 'Handle; the same as userName'),
  {
    name: 'name',
    description: 'Parts of the name',
    type: 'complex',
    sub: [
      text('givenName', 'Given name'),
      text('familyName', 'Family name'),
      text('honorificPrefix', 'Prefix or title'),
    ],
  },
  text('displayName', 'Name shown to others'),
  text('profileUrl', 'Location of the profile'),
  text('title', 'Job title'),
  text('userType', 'Relation to the organisation'),
  text('preferredLanguage', 'Preferred language'),
  text('locale', 'Locale'),
  text('timezone', 'Olson name of the time zone'),
  // Declared as a string although it is a boolean on the wire.
  text('active', 'Whether the person can sign in'),
  text('password', 'Initial password; never returned'),
  { ...list('emails', 'E-mail addresses', [{ ...VALUE, required: true }, ...KINDS.slice(1)]), required: true },
  list('phoneNumbers', 'Phone numbers'),
  list('photos', 'Photos'),
  list('addresses', 'Postal addresses', [
    text('streetAddress', 'Street'),
    text('locality', 'City'),
    text('region', 'Region'),
    text('postalCode', 'Postal code'),
    text('country', 'Country'),
  ]),
  list('roles', 'Roles'),
  { ...list('groups', 'Groups of the person', [VALUE, text('display', 'Name of the group')]), readOnly: true },
];

const ENTERPRISE: readonly AttributeShape[] = [
  text('employeeNumber', 'Employee number'),
  text('costCenter', 'Cost centre'),
  text('organization', 'Organisation'),
  text('division', 'Division'),
  text('department', 'Department'),
  {
    name: 'manager',
    description: 'Manager',
    type: 'complex',
    sub: [text('managerId', 'Slack id, primary e-mail address or user name of the manager')],
  },
];

const GROUP: readonly AttributeShape[] = [
  ID,
  { name: 'displayName', description: 'Name of the group', required: true },
  list('members', 'Members', [
    { ...VALUE, readOnly: true, required: true },
    { name: 'display', description: 'Name of the member', readOnly: true },
  ]),
];

/** `/Schemas/Users` and `/Schemas/Groups` in the form of the SCIM version. */
export function renderSchemas({ version, urns }: Dialect): { readonly user: object; readonly group: object } {
  if (version === 'v1') {
    const attributes = [...USER.map(renderV1(urns.user)), ...ENTERPRISE.map(renderV1(urns.enterprise))];
    const user = {
      id: `${urns.user}:User`,
      name: 'User',
      description: 'Core User',
      schema: [urns.user, urns.enterprise],
    };
    const group = { id: `${urns.group}:Group`, name: 'Group', description: 'Core Group', schema: [urns.group] };
    return {
      user: { ...user, endpoint: '/Users', attributes },
      group: { ...group, endpoint: '/Groups', attributes: GROUP.map(renderV1(urns.group)) },
    };
  }
  const schemas = ['urn:ietf:params:scim:schemas:core:2.0:Schema'];
  const extension: AttributeShape = {
    name: urns.enterprise,
    description: 'Enterprise',
    type: 'complex',
    sub: ENTERPRISE,
  };
  return {
    user: { schemas, id: urns.user, name: 'User', description: 'User', attributes: [...USER, extension].map(renderV2) },
    group: { schemas, id: urns.group, name: 'Group', description: 'Group', attributes: GROUP.map(renderV2) },
  };
}

function renderV1(schema: string): (shape: AttributeShape) => object {
  return function render({ name, description, type, multiValued, readOnly, required, sub }): object {
    return {
      name,
      type: type ?? 'string',
      multiValued: multiValued ?? false,
      description,
      schema,
      readOnly: readOnly ?? false,
      required: required ?? false,
      caseExact: false,
      ...(sub && { subAttributes: sub.map(render) }),
    };
  };
}

function renderV2({ name, description, type, multiValued, readOnly, required, sub }: AttributeShape): object {
  return {
    name,
    type: type ?? 'string',
    multiValued: multiValued ?? false,
    description,
    required: required ?? false,
    caseExact: false,
    mutability: readOnly ? 'readOnly' : 'readWrite',
    returned: name === 'password' ? 'never' : 'default',
    uniqueness: name === 'userName' ? 'server' : 'none',
    ...(sub && { subAttributes: sub.map(renderV2) }),
  };
}
