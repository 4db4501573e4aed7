import { describe, expect, test } from 'vitest';
import { readTeamsSettings } from '../../adapters/teams/settings.ts';

const whole = {
  MicrosoftAppId: '33333333-3333-4333-8333-333333333333',
  MicrosoftAppPassword: 'a-client-secret~of.some-length',
  MicrosoftAppType: 'SingleTenant',
  MicrosoftAppTenantId: '44444444-4444-4444-8444-444444444444',
  TEAMS_TENANTS: '44444444-4444-4444-8444-444444444444, 55555555-5555-4555-8555-555555555555',
};
type Name = keyof typeof whole;
const names = Object.keys(whole) as Name[];
const read = (env: Record<string, string | undefined>, onLoopback = true) =>
  readTeamsSettings(env, onLoopback);

describe('with nothing set', () => {
  test.each([{}, { MicrosoftAppId: '' }, { TEAMS_TENANTS: '  ' }])('%o: Teams is off', (env) => {
    expect(read(env)).toBeUndefined();
  });
});

describe('with everything set', () => {
  test('a single-tenant bot serves the tenants that are listed', () => {
    expect(read(whole)).toEqual({
      local: false,
      appId: whole.MicrosoftAppId,
      password: whole.MicrosoftAppPassword,
      type: 'SingleTenant',
      appTenant: whole.MicrosoftAppTenantId,
      tenants: whole.TEAMS_TENANTS.split(', '),
    });
  });

  test('single-tenant is what is meant when no type is given', () => {
    expect(read({ ...whole, MicrosoftAppType: undefined })).toMatchObject({ type: 'SingleTenant' });
  });

  test('a managed identity has no password', () => {
    const identity = { ...whole, MicrosoftAppType: 'UserAssignedMSI' };
    expect(read({ ...identity, MicrosoftAppPassword: undefined })).toMatchObject({
      type: 'UserAssignedMSI',
    });
    expect(() => read(identity)).toThrow(/leave MicrosoftAppPassword out/);
  });
});

describe('what is missing, blank or no real value stops the start', () => {
  const bad = [
    undefined,
    '',
    '   ',
    'false',
    'true',
    'null',
    'undefined',
    'your-value-here',
    '<paste here>',
    'changeme',
    'xxxx',
    '$SECRET',
    '...',
  ];
  const optional = (name: Name, value: string | undefined) =>
    name === 'MicrosoftAppType' && (value ?? '').trim() === '';
  const cases = names.flatMap((name) =>
    bad.filter((value) => !optional(name, value)).map((value) => [name, value] as const),
  );

  test('there are at least 48 such cases', () => {
    expect(cases.length).toBeGreaterThanOrEqual(48);
  });

  test.each(cases)('%s=%s', (name, value) => {
    const attempt = () => read({ ...whole, [name]: value });
    expect(attempt).toThrow(name);
    expect(attempt).toThrow(/portal|admin centre|register/i);
    if (value?.trim() && value.length > 5) expect(attempt).not.toThrow(value);
  });

  test.each([
    ['MicrosoftAppId', 'not-a-guid'],
    ['MicrosoftAppId', '00000000-0000-0000-0000-000000000000'],
    ['MicrosoftAppTenantId', 'contoso.onmicrosoft.com'],
    ['TEAMS_TENANTS', `${whole.MicrosoftAppTenantId}, *`],
    ['TEAMS_TENANTS', ', ,'],
    ['MicrosoftAppType', 'MultiTenant'],
    ['MicrosoftAppType', 'Single'],
  ])('%s=%s', (name, value) => {
    expect(() => read({ ...whole, [name]: value })).toThrow(name);
  });

  test('a secret is never said, whatever else is wrong', () => {
    for (const name of names.filter((one) => one !== 'MicrosoftAppPassword'))
      expect(() => read({ ...whole, [name]: 'false' })).not.toThrow(whole.MicrosoftAppPassword);
  });
});

describe('trying it locally', () => {
  test('is for this machine alone', () => {
    expect(read({ TEAMS_LOCAL: '1' })).toEqual({ local: true });
    expect(() => read({ TEAMS_LOCAL: '1' }, false)).toThrow(/HOST must be 127\.0\.0\.1/);
  });

  test('never stands beside real credentials, which it would leave unchecked', () => {
    expect(() => read({ ...whole, TEAMS_LOCAL: '1' })).toThrow(/TEAMS_LOCAL=1/);
  });

  test.each(['true', 'false', '0', 'yes'])('TEAMS_LOCAL=%s says nothing', (value) => {
    expect(() => read({ TEAMS_LOCAL: value })).toThrow(/TEAMS_LOCAL/);
  });
});
