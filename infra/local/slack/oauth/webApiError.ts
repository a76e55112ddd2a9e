/** A failure of Slack's Web API. Unlike SCIM it answers 200, and says so in the body. */
export class WebApiError extends Error {}
