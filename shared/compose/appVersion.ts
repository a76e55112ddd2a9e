import packageJson from '../../package.json' with { type: 'json' };

/** The version of the running app; a rolling deployment compares it. */
export const APP_VERSION: string = packageJson.version;
