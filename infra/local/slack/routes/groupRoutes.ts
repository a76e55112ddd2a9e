import type { Router } from '../../http/router.ts';
import { GROUP_FILTER_NAMES, parseFilter } from '../filter/parseFilter.ts';
import { SlackError } from '../state/slackError.ts';
import { answerJson } from '../wire/answerJson.ts';
import type { Dialect } from '../wire/dialect.ts';
import { readPage } from './page.ts';

/** `/Groups` of one SCIM version: the simulated organisation has no groups, and can be asked for them. */
export function addGroupRoutes(router: Router, dialect: Dialect): void {
  const root = `/scim/${dialect.version}`;
  router
    .on('GET', `${root}/Groups`, ({ url }) => {
      const filter = url.searchParams.get('filter');
      if (filter !== null) parseFilter(filter, GROUP_FILTER_NAMES);
      return answerJson(200, dialect.renderList([], 0, readPage(url.searchParams).startIndex));
    })
    .on('GET', `${root}/Groups/:id`, () => {
      throw new SlackError('no_such_group');
    });
}
