import { buildApp } from '../../infra/scripts/build.ts';

/** Builds the app once before the tests, so that the function host loads what Azure would load. */
export async function setup(): Promise<void> {
  await buildApp();
}
