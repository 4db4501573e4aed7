/** What connects us to Slack, from the environment. */

/** How we are connected. */
export interface SlackSettings {
  /** By web socket, with this app-level token; else Slack posts to `/slack/events`. */
  appToken?: string;
  signingSecret?: string;
  /** The one workspace's token; else workspaces install the app by OAuth. */
  botToken?: string;
  oauth?: { clientId: string; clientSecret: string };
  /** Ends in a slash. */
  apiUrl: string;
}

/** Where in Slack's pages for the app (api.slack.com/apps) each setting is found. */
const FOUND = {
  SLACK_SIGNING_SECRET: 'Basic Information, App Credentials, Signing Secret',
  SLACK_BOT_TOKEN: 'OAuth & Permissions, Bot User OAuth Token; it begins with xoxb-',
  SLACK_APP_TOKEN:
    'Basic Information, App-Level Tokens, with the scope connections:write; it begins with xapp-',
  SLACK_CLIENT_ID: 'Basic Information, App Credentials, Client ID',
  SLACK_CLIENT_SECRET: 'Basic Information, App Credentials, Client Secret',
} as const;

type Name = keyof typeof FOUND;

/** Thrown when Slack is half set up; the message names the setting and where it is found, never its value. */
export class SlackSettingsError extends Error {
  override readonly name = 'SlackSettingsError';
}

/**
 * Reads the settings.
 *
 * @param env the environment; blank counts as not set
 * @returns undefined when nothing of Slack's is set: Slack is then off
 * @throws SlackSettingsError when something is missing, or is no such thing
 */
export function readSlackSettings(
  env: Readonly<Record<string, string | undefined>>,
): SlackSettings | undefined {
  const given = (name: Name | 'SLACK_API_URL') => env[name]?.trim() || undefined;
  const names = Object.keys(FOUND) as Name[];
  if (!names.some(given)) return undefined;
  for (const name of names) {
    const value = given(name);
    if (value !== undefined) assertReal(name, value);
  }
  const [botToken, appToken, signingSecret, clientId, clientSecret] = [
    given('SLACK_BOT_TOKEN'),
    given('SLACK_APP_TOKEN'),
    given('SLACK_SIGNING_SECRET'),
    given('SLACK_CLIENT_ID'),
    given('SLACK_CLIENT_SECRET'),
  ];
  const byOAuth = clientId !== undefined || clientSecret !== undefined;
  if (byOAuth && botToken !== undefined)
    throw new SlackSettingsError(
      'SLACK_BOT_TOKEN is for one workspace, SLACK_CLIENT_ID and SLACK_CLIENT_SECRET are for several. Leave one or the other out.',
    );
  if (byOAuth && clientId === undefined) throw missing('SLACK_CLIENT_ID');
  if (byOAuth && clientSecret === undefined) throw missing('SLACK_CLIENT_SECRET');
  if (!byOAuth && botToken === undefined) throw missing('SLACK_BOT_TOKEN');
  if (appToken === undefined && signingSecret === undefined)
    throw missing(
      'SLACK_SIGNING_SECRET',
      ' Or set SLACK_APP_TOKEN, for Socket Mode, which needs no public address.',
    );
  return {
    apiUrl: apiUrl(given('SLACK_API_URL')),
    ...(appToken !== undefined && { appToken }),
    ...(signingSecret !== undefined && { signingSecret }),
    ...(botToken !== undefined && { botToken }),
    ...(clientId !== undefined &&
      clientSecret !== undefined && { oauth: { clientId, clientSecret } }),
  };
}

function missing(name: Name, more = ''): SlackSettingsError {
  return new SlackSettingsError(
    `Slack is half set up: ${name} is missing. Find it at api.slack.com/apps, your app, ${FOUND[name]}.${more} To leave Slack off, leave out every setting that begins with SLACK_.`,
  );
}

const BEGINS: Partial<Record<Name, string>> = {
  SLACK_BOT_TOKEN: 'xoxb-',
  SLACK_APP_TOKEN: 'xapp-',
};

/** A word that stands for a value in an example, and what a script writes when it has none. */
const PLACEHOLDER =
  /^(?:true|false|null|undefined|none|xxx+|\.+|todo|tbc|secret|token|password)$|change[-_ ]?me|your[-_ ]|^<.*>$|\.\.\.|…|^x(?:oxb|app)-[x.*-]*$/i;

function assertReal(name: Name, value: string): void {
  const begins = BEGINS[name];
  const wrong =
    PLACEHOLDER.test(value) ||
    /\s/.test(value) ||
    (begins !== undefined && !value.startsWith(begins));
  if (wrong)
    throw new SlackSettingsError(
      `${name} is set, but not to a real value. Find it at api.slack.com/apps, your app, ${FOUND[name]}.`,
    );
}

function apiUrl(given: string | undefined): string {
  const url = given ?? 'https://slack.com/api/';
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new SlackSettingsError(
      'SLACK_API_URL is not an address. Leave it out, or give the whole address of a stand-in, such as http://127.0.0.1:4003/api/.',
    );
  return url.endsWith('/') ? url : `${url}/`;
}
