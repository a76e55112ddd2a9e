import { DEFINITIONS } from '../../../functions/admin/definitions.ts';
import { openApiDocument } from '../../../functions/admin/openApiDocument.ts';

/** The description of the admin routes as the app answers it. */
export const OPEN_API_PAGE = {
  path: 'docs/openapi.json',
  async render(): Promise<string> {
    return `${JSON.stringify(openApiDocument(DEFINITIONS), null, 2)}\n`;
  },
};
