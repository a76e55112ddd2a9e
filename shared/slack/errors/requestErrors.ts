import { invalid, type KnownErrors, NO_ACTION, REPORT, retry } from './knownError.ts';

/** About the form of a request. */
export const REQUEST_ERRORS: KnownErrors = {
  database_query_failure: retry('Slack could not run the search.', NO_ACTION),
  incomplete_filter: invalid('The search filter is malformed.', REPORT),
  invalid_attribute_format: invalid('An attribute is single where it must be a list, or the other way round.', REPORT),
  invalid_filter_group: invalid('The search filter is malformed.', REPORT),
  invalid_query: invalid('The search filter is malformed.', REPORT),
  invalid_request_payload: invalid(
    'Slack does not support an attribute of the request.',
    'Check whether a mapping writes an attribute that Slack does not have.',
  ),
  invalid_sort_order: invalid('The sort order is malformed.', REPORT),
  missing_schema_element: invalid('The request names no schema.', REPORT),
  no_filters: invalid('The search filter is empty.', REPORT),
  query_building_failed: invalid('Slack could not read the search filter.', REPORT),
};
