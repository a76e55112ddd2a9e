import type { Router } from '../../http/router.ts';
import { answerJson } from '../wire/answerJson.ts';
import type { Dialect } from '../wire/dialect.ts';
import { renderResourceTypes, SERVICE_PROVIDER_CONFIG } from '../wire/discovery.ts';
import { renderSchemas } from '../wire/schemas.ts';

/** What the service says about itself. The configuration is open to anybody, under both names on v2. */
export function addDiscoveryRoutes(router: Router, dialect: Dialect): void {
  const root = `/scim/${dialect.version}`;
  const { user, group } = renderSchemas(dialect);
  router
    .on('GET', `${root}/ServiceProviderConfigs`, () => answerJson(200, SERVICE_PROVIDER_CONFIG))
    .on('GET', `${root}/Schemas/Users`, () => answerJson(200, user))
    .on('GET', `${root}/Schemas/Groups`, () => answerJson(200, group));
  if (dialect.version === 'v1') return;
  router
    .on('GET', `${root}/ServiceProviderConfig`, () => answerJson(200, SERVICE_PROVIDER_CONFIG))
    .on('GET', `${root}/Schemas`, () => answerJson(200, dialect.renderList([user, group], 2, 1)))
    .on('GET', `${root}/ResourceTypes`, ({ url }) => answerJson(200, renderResourceTypes(`${url.origin}${root}`)));
}
