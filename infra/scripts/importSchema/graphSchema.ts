import * as z from 'zod';

/**
 * The parts of Graph's synchronizationSchema that decide what is provisioned (api-reference/v1.0/resources/
 * synchronization-synchronizationschema and the types below it; beta is alike). Whatever else is there is passed over.
 */
const text = z.string().nullish();
/** Enumerations come as names, in the case of the page that one reads, or as numbers. */
const enumeration = z.union([z.string(), z.number()]).nullish();

const attributeMappingSource = z.object({
  expression: text,
  name: text,
  type: enumeration,
  get parameters() {
    return z.array(z.object({ key: text, value: attributeMappingSource.nullish() })).nullish();
  },
});

const attributeMapping = z.object({
  defaultValue: text,
  exportMissingReferences: z.boolean().nullish(),
  flowBehavior: enumeration,
  flowType: enumeration,
  matchingPriority: z.number().nullish(),
  source: attributeMappingSource.nullish(),
  targetAttributeName: text,
});

const filterGroups = z
  .array(
    z.object({
      name: text,
      clauses: z
        .array(
          z.object({
            operatorName: text,
            sourceOperandName: text,
            targetOperand: z.object({ values: z.array(text).nullish() }).nullish(),
          }),
        )
        .nullish(),
    }),
  )
  .nullish();

const filter = z.object({ groups: filterGroups, inputFilterGroups: filterGroups, categoryFilterGroups: filterGroups });

const objectMapping = z.object({
  attributeMappings: z.array(attributeMapping).nullish(),
  enabled: z.boolean().nullish(),
  flowTypes: enumeration,
  name: text,
  scope: filter.nullish(),
  sourceObjectName: text,
  targetObjectName: text,
});

const synchronizationRule = z.object({
  containerFilter: z.object({ includedContainers: z.array(z.unknown()).nullish() }).nullish(),
  groupFilter: z.object({ includedGroups: z.array(z.unknown()).nullish() }).nullish(),
  name: text,
  objectMappings: z.array(objectMapping).nullish(),
  priority: z.number().nullish(),
  sourceDirectoryName: text,
  targetDirectoryName: text,
});

export const graphSchema = z.object({ synchronizationRules: z.array(synchronizationRule) });

export type GraphSchema = z.output<typeof graphSchema>;
export type SynchronizationRule = z.output<typeof synchronizationRule>;
export type ObjectMapping = z.output<typeof objectMapping>;
export type GraphAttributeMapping = z.output<typeof attributeMapping>;
export type AttributeMappingSource = z.output<typeof attributeMappingSource>;
export type GraphFilter = z.output<typeof filter>;
export type FilterGroup = NonNullable<GraphFilter['groups']>[number];
export type FilterClause = NonNullable<FilterGroup['clauses']>[number];
