import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A resource as the template would deploy it; what only Azure can tell is left as an expression in brackets. */
export interface Resource {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly sku?: Readonly<Record<string, unknown>>;
  // biome-ignore lint/suspicious/noExplicitAny: the shape differs from type to type, and a wrong path fails the test
  readonly properties?: any;
}

export interface Deployment {
  readonly resources: readonly Resource[];
  readonly outputs: Readonly<Record<string, unknown>>;
  /** All resources of a type. */
  all(type: string): readonly Resource[];
  /** The only resource of a type, by its last name if there are several. */
  one(type: string, name?: string): Resource;
}

/** What `infra/main.bicep` deploys with the parameters in `deployments/<name>.bicepparam`; npm run infra:check keeps it current. */
export function readDeployment(name: 'standard' | 'everything'): Deployment {
  const { predictedResources, outputs } = readJson(`test/unit/infra/deployments/${name}.snapshot.json`);
  const resources: readonly Resource[] = predictedResources;
  const all = (type: string) => resources.filter((resource) => resource.type === type);
  return {
    resources,
    outputs,
    all,
    one(type, last) {
      const found = all(type).filter((resource) => last === undefined || resource.name.split('/').at(-1) === last);
      const [resource] = found;
      if (!resource || found.length > 1) throw new Error(`${found.length} resources of type ${type} ${last ?? ''}`);
      return resource;
    },
  };
}

/** The settings of the app, by name. */
export function settingsOf(deployment: Deployment): Readonly<Record<string, string>> {
  return deployment.one('Microsoft.Web/sites/config', 'appsettings').properties;
}

/** A JSON file of the project. */
// biome-ignore lint/suspicious/noExplicitAny: as above
export function readJson(path: string): any {
  return JSON.parse(readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), 'utf8'));
}
