/** What botbuilder's own check of a token leaves open. */

/**
 * The hosts of Teams' connector, whole: whoever is sent our token can act as us, and the domains they
 * belong to also hold hosts that anybody can register.
 * Source: learn.microsoft.com/azure/bot-service, "Create messages in the Connector service".
 */
const HOSTS = new Set([
  'smba.trafficmanager.net',
  'smba.infra.gcc.teams.microsoft.com',
  'smba.infra.gov.teams.microsoft.us',
  'smba.infra.dod.teams.microsoft.us',
]);

/**
 * Whether our token may be sent to an address.
 *
 * @param serviceUrl as an activity names it
 * @param local whether we take only what comes from this machine, without authentication
 */
export function isServiceUrl(serviceUrl: unknown, local: boolean): serviceUrl is string {
  if (typeof serviceUrl !== 'string' || !URL.canParse(serviceUrl)) return false;
  const { protocol, hostname, port, username, password } = new URL(serviceUrl);
  if (username !== '' || password !== '' || /[\s\\]/.test(serviceUrl)) return false;
  if (local) return /^https?:$/.test(protocol) && LOOPBACK.test(hostname);
  return protocol === 'https:' && port === '' && HOSTS.has(hostname);
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * Whether a token says when it ends. botbuilder checks the time when it is there, and takes a token
 * that has none.
 *
 * @param authorization the header
 */
export function hasExpiry(authorization: string | undefined): boolean {
  const [, payload = ''] = /^Bearer [\w-]+\.([\w-]+)\.[\w-]+$/.exec(authorization ?? '') ?? [];
  try {
    const { exp } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { exp?: unknown };
    return typeof exp === 'number' && Number.isFinite(exp);
  } catch {
    return false;
  }
}
