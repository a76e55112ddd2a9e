import { parseProvisioningConfig } from '../config/provisioningConfig.ts';
import type { Settings } from '../config/settings.ts';
import type { EngineDependencies } from '../engine/dependencies.ts';
import { previewCycle } from '../engine/preview/previewCycle.ts';
import { ConfigurationError, type ConfigurationProblem } from '../errors/configurationError.ts';
import type { Preview } from '../model/preview.ts';
import type { Logger } from '../ports/logger.ts';
import type { Connections } from './adapters.ts';

/** A preview, or what is wrong with the configuration that was to be tried. */
export type PreviewAnswer = Preview | { readonly problems: readonly ConfigurationProblem[] };

export interface PreviewRequest {
  /** The text of an edited `provisioning.json`; absent: the one in force. */
  readonly configuration?: string | undefined;
  readonly until: Date;
}

/**
 * Previews a full cycle with the configuration in force, or with another one that the app does not run under.
 * @param inForce the engine as it runs
 * @throws ProvisioningError as the ports throw it
 */
export async function preview(
  { configuration, until }: PreviewRequest,
  inForce: EngineDependencies,
  {
    settings,
    connections,
    logger,
  }: { readonly settings: Settings; readonly connections: Connections; readonly logger: Logger },
): Promise<PreviewAnswer> {
  if (configuration === undefined) return previewCycle(inForce, until);
  try {
    const edited = parseProvisioningConfig(configuration, 'configuration');
    const { createAdapters } = await import('./adapters.ts');
    return await previewCycle({ ...(await createAdapters(settings, edited, connections)), logger }, until);
  } catch (error) {
    if (error instanceof ConfigurationError) return { problems: error.problems };
    throw error;
  }
}
