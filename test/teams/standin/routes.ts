/** Which call a request is. Source: the Bot Framework connector's API, and Teams' additions to it. */

export type Method =
  /** The list of where keys are, and the keys. */
  | 'openid'
  | 'keys'
  /** The bot's own token. */
  | 'login'
  /** Begins a conversation. */
  | 'create'
  /** Sends a message, or replies to one. */
  | 'send'
  | 'update'
  | 'delete'
  | 'members'
  | 'pagedMembers'
  | 'member'
  | 'activityMembers'
  | 'attachment'
  | 'team'
  | 'channels'
  /** Puts a file where the person agreed to have it. */
  | 'upload';

/** A request as the rest reads it. */
export interface Route {
  method: Method;
  /** The tenant's id, where the address has it. */
  tenant?: string | undefined;
  conversation?: string | undefined;
  activity?: string | undefined;
  member?: string | undefined;
  /** The team's id, or the upload's. */
  of?: string | undefined;
}

const CONNECTOR = '/emea/(?<tenant>[^/]+)/v3';
const CONVERSATION = `${CONNECTOR}/conversations/(?<conversation>[^/]+)`;

const ROUTES: [verb: string, path: RegExp, method: Method][] = [
  ['GET', /^\/v1\/\.well-known\/openidconfiguration$/, 'openid'],
  ['GET', /^\/v1\/\.well-known\/keys$/, 'keys'],
  ['POST', /^\/login\/(?<tenant>[^/]+)\/oauth2\/v2\.0\/token$/, 'login'],
  ['POST', new RegExp(`^${CONNECTOR}/conversations$`), 'create'],
  ['POST', new RegExp(`^${CONVERSATION}/activities$`), 'send'],
  ['POST', new RegExp(`^${CONVERSATION}/activities/(?<activity>[^/]+)$`), 'send'],
  ['PUT', new RegExp(`^${CONVERSATION}/activities/(?<activity>[^/]+)$`), 'update'],
  ['DELETE', new RegExp(`^${CONVERSATION}/activities/(?<activity>[^/]+)$`), 'delete'],
  ['GET', new RegExp(`^${CONVERSATION}/activities/(?<activity>[^/]+)/members$`), 'activityMembers'],
  ['GET', new RegExp(`^${CONVERSATION}/members$`), 'members'],
  ['GET', new RegExp(`^${CONVERSATION}/pagedmembers$`), 'pagedMembers'],
  ['GET', new RegExp(`^${CONVERSATION}/members/(?<member>[^/]+)$`), 'member'],
  ['POST', new RegExp(`^${CONVERSATION}/attachments$`), 'attachment'],
  ['GET', new RegExp(`^${CONNECTOR}/teams/(?<of>[^/]+)$`), 'team'],
  ['GET', new RegExp(`^${CONNECTOR}/teams/(?<of>[^/]+)/conversations$`), 'channels'],
  ['PUT', /^\/personal\/(?<of>[^/]+)$/, 'upload'],
];

/**
 * Finds out which call a request is.
 *
 * @param verb GET, POST and so on
 * @param path the path of its address, still encoded
 * @returns the call, or undefined where there is none such
 */
export function routeOf(verb: string, path: string): Route | undefined {
  for (const [wanted, pattern, method] of ROUTES) {
    const found = wanted === verb ? pattern.exec(path) : null;
    if (found === null) continue;
    const { tenant, conversation, activity, member, of } = Object.fromEntries(
      Object.entries(found.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]),
    );
    return { method, tenant, conversation, activity, member, of };
  }
  return undefined;
}
