import { describe, expect, it } from 'vitest';
import { formatConfig } from '../../../infra/scripts/importSchema/formatConfig.ts';
import { parseProvisioningConfig } from '../../../shared/config/provisioningConfig.ts';
import { convert, EMAIL, schemaFile } from './schemaFiles.ts';

const load = (name: string) => convert(schemaFile(name));
const places = (findings: readonly { readonly where: string }[]) => findings.map(({ where }) => where);

describe('the schema of a Slack app as it is mostly set up', () => {
  const { config, changed, lost, carriedOver } = load('typicalSlackApp');

  it('is carried over whole', () => {
    expect(config.enabled).toBe(true);
    expect(config.users.mappings).toHaveLength(20);
    expect(config.users.actions).toEqual(['create', 'update', 'disable']);
    expect(config.groups).toMatchObject({ enabled: true, actions: ['create', 'update', 'delete'] });
    expect(config.groups.mappings).toEqual([
      { target: 'displayName', source: '[displayName]', match: 1 },
      { target: 'members', source: '[members]' },
    ]);
    expect(places(changed)).toEqual(['safety.maxDeletions']);
    expect(places(lost)).toEqual(['scope.mode']);
    expect(carriedOver).toContain(`users: matching by userName, then ${EMAIL}`);
  });

  it('keeps expressions, precedence and create-only mappings', () => {
    expect(config.users.mappings).toEqual(
      expect.arrayContaining([
        { target: 'active', source: 'Switch([IsSoftDeleted], , "False", "True", "True", "False")' },
        { target: 'userName', source: 'Left([mailNickname], 20)', match: 1 },
        { target: EMAIL, source: '[mail]', match: 2 },
        { target: 'displayName', source: '[displayName]', apply: 'onCreate' },
      ]),
    );
  });

  it('counts Default Access, as Entra does', () => {
    expect(config.scope).toEqual({ mode: 'assigned', defaultAccess: 'include', nestedGroups: 'ignore' });
  });
});

describe('a customised schema', () => {
  const { config, changed, lost } = load('customised');
  const mappingTo = (target: string) => config.users.mappings.find((mapping) => mapping.target === target);

  it('is found in a list', () => {
    expect(config.users.mappings.length).toBeGreaterThan(0);
  });

  it('keeps an expression over several lines as it is', () => {
    expect(mappingTo('userName')?.source).toBe(
      'Left(\n  Replace([mailNickname], , "(?<dots>\\\\.)", , "-", , ),\n  20)',
    );
  });

  it('has targets and attributes in the spelling that the app knows', () => {
    expect(mappingTo('active')?.source).toBe('Not([IsSoftDeleted])');
    expect(mappingTo('title')).toEqual({ target: 'title', source: '[jobTitle]', default: 'Staff' });
    expect(mappingTo('urn:scim:schemas:extension:enterprise:1.0.department')?.source).toBe('[department]');
    expect(mappingTo('addresses[type eq "untyped"].locality')?.whenEmpty).toBe('keep');
    expect(places(changed)).toContain('users: urn:scim:schemas:extension:enterprise:1.0.department');
  });

  it('keeps constants, and makes of a lone default value a default', () => {
    expect(mappingTo('userType')?.source).toBe('"Employee \\"full\\""');
    expect(mappingTo('timezone')).toEqual({ target: 'timezone', default: 'Europe/Berlin' });
  });

  it('writes what changes at every look only once', () => {
    const target = 'urn:scim:schemas:extension:enterprise:1.0.employeeNumber';
    expect(mappingTo(target)).toEqual({ target, source: 'Guid()', apply: 'onCreate' });
  });

  it('does not match by what Slack cannot search by', () => {
    expect(mappingTo('externalId')).toEqual({ target: 'externalId', source: '[objectId]' });
    expect(config.users.mappings.filter(({ match }) => match).map(({ target }) => target)).toEqual([EMAIL, 'userName']);
  });

  it('leaves out what cannot be, with the reason and the source', () => {
    const said = new Map(lost.map(({ where, what }) => [where, what]));
    expect(said.get('users: profileUrl')).toMatch(/look-ahead.*Replace\(\[mailNickname\]/u);
    expect(said.get('users: urn:scim:schemas:extension:enterprise:1.0.costCenter')).toContain(
      'no function CostCenterOf',
    );
    expect(said.get('users: urn:scim:schemas:extension:enterprise:1.0.division')).toContain(
      'no source attribute divison',
    );
    expect(said.get('users: phoneNumbers[type eq "fax"].value')).toContain('Did you mean');
    expect(said.get('users: locale')).toContain('neither a source nor a default');
    expect(said.get('object mapping "Devices"')).toContain('users and groups only');
    expect(config.enabled).toBe(true);
  });

  it('carries filters over, in the spelling that the app knows', () => {
    expect(config.users.filters).toEqual([
      {
        name: 'Staff in Paris',
        clauses: [
          { attribute: 'accountEnabled', operator: 'IS TRUE' },
          { attribute: 'city', operator: 'EQUALS', value: 'Paris' },
        ],
      },
      {
        name: 'Filter 2',
        clauses: [
          { attribute: 'department', operator: 'REGEX MATCH', value: 'Sales|Legal' },
          { attribute: 'employeeId', operator: 'IS NOT NULL' },
        ],
      },
    ]);
    expect(config.groups.filters).toHaveLength(1);
  });
});

describe('a schema with groups switched off', () => {
  const { config, lost } = load('groupsDisabled');

  it('keeps the mappings of groups for later', () => {
    expect(config.groups).toMatchObject({ enabled: false, mappings: [{ match: 1 }, {}] });
  });

  it('has no action to disable when there is none to delete', () => {
    expect(config.users.actions).toEqual(['create', 'update']);
    expect(lost.some(({ holds }) => holds)).toBe(false);
  });
});

describe('a beta schema without expression texts', () => {
  const { config, lost } = load('betaParameters');
  const source = (target: string) => config.users.mappings.find((mapping) => mapping.target === target)?.source;

  it('has expressions made of the parameters', () => {
    expect(source('active')).toBe('Switch([IsSoftDeleted], , "False", "True", "True", "False")');
    expect(source('userName')).toBe('Left(Replace([mailNickname], , "[^a-z\\"\\\\\\\\]", , ""), "20")');
    expect(source('name.givenName')).toBe('Mid([givenName], "1", "8")');
    expect(source('userType')).toBe('"O\'Hara \\"Inc\\""');
    expect(source('title')).toBe('[jobTitle]');
    expect(places(lost)).toEqual(['scope.mode']);
  });

  it('has enumerations given as numbers', () => {
    expect(config.users.mappings.find(({ target }) => target === 'userName')?.apply).toBe('onCreate');
  });
});

it.each(['typicalSlackApp', 'customised', 'groupsDisabled', 'betaParameters'])(
  '%s gives a file that the app starts with',
  (name) => {
    const text = formatConfig(load(name).config);
    expect(() => parseProvisioningConfig(text, name)).not.toThrow();
  },
);

it('the schema of another application is refused, with what it does', () => {
  expect(() => load('foreignSalesforce')).toThrow(/USER_OUTBOUND_USER \(Azure Active Directory → salesforce\.com\)/u);
});
