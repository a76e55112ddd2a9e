import { readFileSync } from 'node:fs';
import { UsageError } from '../usageError.ts';

/**
 * Settings of an app in any of the forms in which they can be had: what `az functionapp config appsettings list` prints (a list
 * of `{ name, value }`), `local.settings.json` (`{ Values }`), or a plain object of names and values.
 * @param file `-` for standard input
 * @throws UsageError that says what is wrong with it, and shows no value
 */
export function readAppSettings(file: string): Readonly<Record<string, string>> {
  let text: string;
  try {
    text = readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch {
    throw new UsageError(`--settings: ${file} cannot be read.`);
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/^\uFEFF/u, ''));
  } catch {
    throw new UsageError('--settings: this is no JSON. Add -o json to the command of the Azure CLI.');
  }
  const values = Array.isArray(parsed) ? fromList(parsed) : fromObject(parsed);
  if (values) return values;
  throw new UsageError(
    '--settings: expected what `az functionapp config appsettings list` prints, or a local.settings.json.',
  );
}

function fromList(list: readonly unknown[]): Readonly<Record<string, string>> | undefined {
  const entries = list.map((item) => item as { name?: unknown; value?: unknown } | null);
  if (!entries.every((entry) => typeof entry?.name === 'string')) return undefined;
  return textsOf(Object.fromEntries(entries.map((entry) => [String(entry?.name), entry?.value])));
}

function fromObject(parsed: unknown): Readonly<Record<string, string>> | undefined {
  if (parsed === null || typeof parsed !== 'object') return undefined;
  const { Values } = parsed as { Values?: unknown };
  const values = Values !== null && typeof Values === 'object' ? Values : parsed;
  return textsOf(values as Readonly<Record<string, unknown>>);
}

/** Settings are texts; the Azure CLI shows `null` for one that it may not see. */
function textsOf(values: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      ['string', 'number', 'boolean'].includes(typeof value) ? [[name, String(value)]] : [],
    ),
  );
}
