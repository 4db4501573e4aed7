import { describe, expect, test } from 'vitest';
import { hasExpiry, isServiceUrl } from '../../adapters/teams/guard.ts';

const REAL = [
  'https://smba.trafficmanager.net/emea/',
  'https://smba.trafficmanager.net/uk/11111111-1111-4111-8111-111111111111/',
  'https://smba.trafficmanager.net',
  'https://SMBA.trafficmanager.net/amer/',
  'https://smba.infra.gcc.teams.microsoft.com/teams/',
  'https://smba.infra.gov.teams.microsoft.us/teams/',
];

const FALSE = [
  ...['smba', 'evil', 'smba.evil', 'a', 'smba2', 'xsmba', 'smba-uk'].flatMap((host) => [
    `https://${host}.trafficmanager.net.evil.example/`,
    `https://${host}-trafficmanager.net/`,
    `http://${host}.trafficmanager.net/`,
  ]),
  'https://evil.trafficmanager.net/',
  'https://x.smba.trafficmanager.net/',
  'https://trafficmanager.net/',
  'https://smba.trafficmanager.net.:443/',
  'https://smba.trafficmanager.net./emea/',
  'https://smba.trafficmanager.net:8443/',
  'https://user@smba.trafficmanager.net/',
  'https://user:word@smba.trafficmanager.net/',
  'https://smba.trafficmanager.net@evil.example/',
  'https://smba.trafficmanager.net:pass@evil.example/',
  'https://evil.example/smba.trafficmanager.net/',
  'https://evil.example?https://smba.trafficmanager.net/',
  'https://evil.example#smba.trafficmanager.net',
  'https://evil.example\\@smba.trafficmanager.net/',
  'https://smba.trafficmanager.net\\.evil.example/',
  'https://smba.trafficmanager.net%2eevil.example/',
  'https://xn--smb-8ka.trafficmanager.net/',
  'https://smbа.trafficmanager.net/',
  'https://smba.trafficmаnager.net/',
  'https://127.0.0.1/',
  'https://localhost/',
  'https://[::1]/',
  'https://169.254.169.254/latest/meta-data/',
  'https://0x7f000001/',
  'https://2130706433/',
  'ftp://smba.trafficmanager.net/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  '//smba.trafficmanager.net/',
  'smba.trafficmanager.net',
  'https://',
  'https:///smba.trafficmanager.net/x y',
  ' https://smba.trafficmanager.net/',
  '',
];

describe('our token is sent to Teams', () => {
  test.each(REAL)('%s', (url) => {
    expect(isServiceUrl(url, false)).toBe(true);
  });
});

describe('our token is not sent to what looks like Teams', () => {
  test('there are at least 55 such addresses', () => {
    expect(FALSE.length).toBeGreaterThanOrEqual(55);
  });

  test.each(FALSE)('%s', (url) => {
    expect(isServiceUrl(url, false)).toBe(false);
  });

  test.each([undefined, null, 1, {}, ['https://smba.trafficmanager.net/']])('%o', (url) => {
    expect(isServiceUrl(url, false)).toBe(false);
  });
});

test('tried locally, only this machine is spoken to', () => {
  expect(isServiceUrl('http://127.0.0.1:4000/', true)).toBe(true);
  expect(isServiceUrl('http://localhost:4000/', true)).toBe(true);
  for (const url of [...REAL, 'http://127.0.0.1.evil.example/', 'http://10.0.0.1/'])
    expect(isServiceUrl(url, true), url).toBe(false);
});

describe('a token that does not end', () => {
  const token = (payload: object) =>
    `Bearer e30.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.c2ln`;

  test('is told from one that does', () => {
    expect(hasExpiry(token({ exp: 1_800_000_000 }))).toBe(true);
    expect(hasExpiry(token({}))).toBe(false);
    expect(hasExpiry(token({ exp: 'never' }))).toBe(false);
    expect(hasExpiry(token({ exp: null }))).toBe(false);
  });

  test.each([
    undefined,
    '',
    'Bearer',
    'Bearer abc',
    'Basic e30.e30.e30',
    'Bearer a.b.c.d',
    'Bearer ..',
  ])('%s is no token', (header) => {
    expect(hasExpiry(header)).toBe(false);
  });
});
