import * as z from 'zod';
import { composition } from '../../shared/compose.ts';
import { adminRoute } from './adminRoute.ts';
import { nonceCookie } from './nonceCookie.ts';
import { Reply } from './reply.ts';

/** For a page: answers where to go. */
export const authorizeSlackRoute = adminRoute({
  summary: "Begin the authorisation in Slack: answers the address of Slack's page, and sets a cookie for the way back",
  access: 'write',
  answer: z.object({ url: z.url() }),
  handle: async ({ caller }) => {
    const begun = await (await composition().slackAuthorization()).begin(caller);
    return new Reply({ jsonBody: { url: begun.url }, cookies: [nonceCookie(begun)] });
  },
});

/** For a browser: goes there. */
export const openSlackAuthorizationRoute = adminRoute({
  summary: 'The same for a browser, which is sent to Slack at once',
  access: 'write',
  answer: { 302: { description: "To Slack's page" } },
  handle: async ({ caller }) => {
    const begun = await (await composition().slackAuthorization()).begin(caller);
    return new Reply({ status: 302, headers: { location: begun.url }, cookies: [nonceCookie(begun)] });
  },
});
