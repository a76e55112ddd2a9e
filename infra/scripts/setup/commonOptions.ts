import { parseArgs } from 'node:util';
import { UsageError } from '../usageError.ts';
import { CLOUDS, type Cloud, isCloudName } from './cloud.ts';

/** What both set-up scripts take. */
export interface CommonOptions {
  readonly help: boolean;
  /** Show what would be done, and stop. */
  readonly plan: boolean;
  /** Do it without asking. */
  readonly yes: boolean;
  readonly json: boolean;
  readonly cloud: Cloud;
  /** Graph's root; another than the cloud's is a simulator's. */
  readonly graphUrl: string;
  readonly signIn: SignIn;
  /** Name, object id or app id of the enterprise application; undefined: the one that is Slack's. */
  readonly application: string | undefined;
}

export interface SignIn {
  readonly method: 'azureCli' | 'deviceCode';
  readonly tenant: string | undefined;
  /** App that asks for the sign-in with a device code. */
  readonly clientId: string;
}

/** "Microsoft Graph Command Line Tools": Microsoft's own app for administrators, known in every tenant. */
const GRAPH_COMMAND_LINE_TOOLS = '14d82eec-204b-4c2f-b7e8-296a70dab67e';

export const COMMON_USAGE = `  --plan                 show what would be done, and stop
  --yes                  do it without asking
  --json                 print the result as JSON; does nothing without --yes
  --application <which>  the enterprise application: name, object id or app id
  --device-code          sign in with a code in a browser instead of \`az login\`
  --tenant <id>          the tenant to sign in to
  --client-id <id>       with --device-code: sign in through an app registration of your own
  --cloud <name>         ${Object.keys(CLOUDS).join(', ')} (public)
  --help                 print this`;

const COMMON = {
  help: { type: 'boolean', default: false },
  plan: { type: 'boolean', default: false },
  yes: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  application: { type: 'string' },
  'device-code': { type: 'boolean', default: false },
  tenant: { type: 'string' },
  'client-id': { type: 'string' },
  cloud: { type: 'string', default: 'public' },
} as const;

type OwnOption = Readonly<Record<string, { readonly type: 'string' | 'boolean' }>>;

/**
 * @param own options of the script itself
 * @returns the common ones, and the values of its own by name
 * @throws UsageError
 */
export function readOptions<const O extends OwnOption>(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  own: O,
): { readonly common: CommonOptions; readonly own: OwnValues<O> } {
  const values = parse(args, { ...COMMON, ...own });
  const { cloud: name } = values;
  if (typeof name !== 'string' || !isCloudName(name)) {
    throw new UsageError(`--cloud ${String(name)}: expected one of ${Object.keys(CLOUDS).join(', ')}.`);
  }
  const cloud = CLOUDS[name];
  const text = (option: string) => (typeof values[option] === 'string' ? values[option] : undefined);
  const usesDeviceCode = values['device-code'] === true;
  if (text('client-id') !== undefined && !usesDeviceCode) throw new UsageError('--client-id is for --device-code.');
  return {
    common: {
      help: values.help === true,
      plan: values.plan === true,
      yes: values.yes === true,
      json: values.json === true,
      cloud,
      graphUrl: environment.GRAPH_BASE_URL ?? cloud.graphUrl,
      signIn: {
        method: usesDeviceCode ? 'deviceCode' : 'azureCli',
        tenant: text('tenant'),
        clientId: text('client-id') ?? GRAPH_COMMAND_LINE_TOOLS,
      },
      application: text('application'),
    },
    own: values as OwnValues<O>,
  };
}

type OwnValues<O extends OwnOption> = {
  readonly [K in keyof O]?: O[K]['type'] extends 'boolean' ? boolean : string;
};

function parse(
  args: readonly string[],
  options: Readonly<Record<string, { type: 'string' | 'boolean' }>>,
): Readonly<Record<string, string | boolean | undefined>> {
  try {
    return parseArgs({ args: [...args], options }).values as Record<string, string | boolean | undefined>;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
