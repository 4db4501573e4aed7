/** What connects us to Teams, from the environment. The names are botbuilder's own where it has one. */

/** How we are connected. */
export type TeamsSettings =
  | {
      local: false;
      appId: string;
      /** Absent with a managed identity. */
      password?: string;
      type: 'SingleTenant' | 'UserAssignedMSI';
      /** The tenant the bot is registered in. */
      appTenant: string;
      /** The tenants whose people may use it. */
      tenants: readonly string[];
    }
  /** Without authentication, for trying it on this machine alone. */
  | { local: true };

/** Where each setting is found. */
const FOUND = {
  MicrosoftAppId: 'Azure portal, your Azure Bot, Configuration, Microsoft App ID',
  MicrosoftAppPassword:
    'Azure portal, your Azure Bot, Configuration, Manage Password, a new client secret: its value, not its id',
  MicrosoftAppType:
    'Azure portal, your Azure Bot, Configuration, Bot Type: SingleTenant or UserAssignedMSI',
  MicrosoftAppTenantId: 'Azure portal, your Azure Bot, Configuration, App Tenant ID',
  TEAMS_TENANTS:
    'the Microsoft Entra admin centre of each school or trust, Overview, Tenant ID; several with commas between',
} as const;

type Name = keyof typeof FOUND;

/** Thrown when Teams is half set up; the message names the setting and where it is found, never its value. */
class TeamsSettingsError extends Error {
  override readonly name = 'TeamsSettingsError';
}

/**
 * Reads the settings.
 *
 * @param env the environment; blank counts as not set
 * @param onLoopback whether only this machine can reach the program
 * @returns undefined when nothing of Teams' is set: Teams is then off
 * @throws TeamsSettingsError when something is missing, is no such thing, or would let anybody in
 */
export function readTeamsSettings(
  env: Readonly<Record<string, string | undefined>>,
  onLoopback: boolean,
): TeamsSettings | undefined {
  const given = (name: Name | 'TEAMS_LOCAL') => env[name]?.trim() || undefined;
  const names = Object.keys(FOUND) as Name[];
  const local = given('TEAMS_LOCAL');
  if (local !== undefined && local !== '1')
    throw new TeamsSettingsError('TEAMS_LOCAL can be 1, or be left out.');
  if (local === '1') {
    if (names.some(given))
      throw new TeamsSettingsError(
        'TEAMS_LOCAL=1 is for trying Teams on this machine, without authentication. Leave it out together with real credentials, or leave them out.',
      );
    if (!onLoopback)
      throw new TeamsSettingsError(
        'TEAMS_LOCAL=1 lets in whoever reaches the port, so HOST must be 127.0.0.1.',
      );
    return { local: true };
  }
  if (!names.some(given)) return undefined;
  for (const name of names) if (PLACEHOLDER.test(given(name) ?? '')) throw wrong(name);
  const type = given('MicrosoftAppType') ?? 'SingleTenant';
  if (/^multi/i.test(type))
    throw new TeamsSettingsError(
      'MicrosoftAppType=MultiTenant: Microsoft registers no such bots any more. Register a SingleTenant one, and name the tenants whose people may use it in TEAMS_TENANTS.',
    );
  if (type !== 'SingleTenant' && type !== 'UserAssignedMSI') throw wrong('MicrosoftAppType');
  const [appId, password, appTenant, listed] = [
    given('MicrosoftAppId'),
    given('MicrosoftAppPassword'),
    given('MicrosoftAppTenantId'),
    given('TEAMS_TENANTS'),
  ];
  if (appId === undefined) throw missing('MicrosoftAppId');
  if (!GUID.test(appId)) throw wrong('MicrosoftAppId');
  if (type === 'SingleTenant' && password === undefined) throw missing('MicrosoftAppPassword');
  if (type === 'UserAssignedMSI' && password !== undefined)
    throw new TeamsSettingsError(
      'A managed identity has no password: leave MicrosoftAppPassword out.',
    );
  if (appTenant === undefined) throw missing('MicrosoftAppTenantId');
  if (!GUID.test(appTenant)) throw wrong('MicrosoftAppTenantId');
  if (listed === undefined) throw missing('TEAMS_TENANTS');
  const tenants = listed.split(/[\s,;]+/).filter(Boolean);
  if (tenants.length === 0 || !tenants.every((one) => GUID.test(one))) throw wrong('TEAMS_TENANTS');
  return {
    local: false,
    appId,
    type,
    appTenant,
    tenants: tenants.map((one) => one.toLowerCase()),
    ...(password !== undefined && { password }),
  };
}

/** Not the one of all noughts, which examples use. */
const GUID = /^(?!0{8}-)[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** A word that stands for a value in an example, and what a script writes when it has none. */
const PLACEHOLDER =
  /^(?:true|false|null|undefined|none|x+|\.+|todo|tbc|secret|password|\*+)$|change[-_ ]?me|your[-_ ]|^<.*>$|\.\.\.|…|^\$\{?\w+\}?$|\s.*\S.*\s/i;

function missing(name: Name): TeamsSettingsError {
  return new TeamsSettingsError(
    `Teams is half set up: ${name} is missing. Find it in the ${FOUND[name]}. To leave Teams off, leave out every setting that begins with MicrosoftApp or TEAMS_.`,
  );
}

function wrong(name: Name): TeamsSettingsError {
  return new TeamsSettingsError(
    `${name} is set, but not to a real value. Find it in the ${FOUND[name]}.`,
  );
}
