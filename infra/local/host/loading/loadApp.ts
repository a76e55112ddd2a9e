import { pathToFileURL } from 'node:url';
import type { WriteLine } from '../console.ts';
import { HostStartError } from '../hostStartError.ts';
import type { AppFunction } from '../registration/appFunction.ts';
import { checkFunctions } from '../registration/checkFunctions.ts';
import type { ProgrammingModel } from '../registration/coreTypes.ts';
import {
  currentModel,
  installFunctionsCore,
  openRegistrations,
  type Registrations,
} from '../registration/functionsCore.ts';
import { findEntryFiles } from './findEntryFiles.ts';

export interface LoadedApp {
  readonly functions: readonly AppFunction[];
  readonly hooks: Registrations['hooks'];
  readonly model: ProgrammingModel;
  /** Shared between all hooks of the app, as `appHookData`. */
  readonly appHookData: Record<string, unknown>;
}

/**
 * Imports the app's files, ESM or CommonJS, takes what they register, and runs the appStart hooks.
 * @throws what the app throws while it loads; HostStartError when it registers nothing or something unfit
 */
export async function loadApp(folder: string, write: WriteLine): Promise<LoadedApp> {
  installFunctionsCore();
  const registrations = openRegistrations((level, _category, message) => write(level, 'host', message));
  for (const file of findEntryFiles(folder)) await import(pathToFileURL(file).href);
  const model = currentModel();
  if (!model || registrations.functions.size === 0) {
    throw new HostStartError(`The app in ${folder} registered no function.`);
  }
  await model.getCapabilities({});
  const appHookData: Record<string, unknown> = {};
  for (const hook of registrations.hooks.appStart) await hook({ hookData: {}, appHookData });
  registrations.acceptsFunctions = false;
  return {
    functions: checkFunctions(registrations.functions.values()),
    hooks: registrations.hooks,
    model,
    appHookData,
  };
}
