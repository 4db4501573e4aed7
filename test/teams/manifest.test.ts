import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppManifestUtils } from '@microsoft/app-manifest';
import { describe, expect, test } from 'vitest';
import { appManifest } from '../../adapters/teams/manifest.ts';
import { read, readQuery } from '../../adapters/teams/read.ts';

const folder = join(import.meta.dirname, '..', '..', 'manifest', 'teams');
const template = readFileSync(join(folder, 'manifest.json'), 'utf8');
const env = {
  MicrosoftAppId: '33333333-3333-4333-8333-333333333333',
  PAGE_ORIGIN: 'https://signpost.example',
};
const manifest = JSON.parse(appManifest(template, env));

/** Width and height of a PNG, from its header. */
function sizeOf(file: string): [number, number] {
  const bytes = readFileSync(join(folder, file));
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

describe('the Teams app', () => {
  test('is a manifest that Teams takes', async () => {
    expect(await AppManifestUtils.validateAgainstSchema(manifest)).toEqual([]);
  });

  test('speaks in personal chats, teams and group chats, and takes files', () => {
    expect(manifest.bots[0]).toMatchObject({
      botId: env.MicrosoftAppId,
      scopes: ['personal', 'team', 'groupChat'],
      supportsFiles: true,
    });
  });

  test('has icons of the sizes that Teams wants', () => {
    expect(sizeOf('color.png')).toEqual([192, 192]);
    expect(sizeOf('outline.png')).toEqual([32, 32]);
  });

  test('searches by the parameter that is read', () => {
    const [command] = manifest.composeExtensions[0].commands;
    const activity = {
      type: 'invoke',
      name: 'composeExtension/query',
      channelId: 'msteams',
      serviceUrl: 'https://smba.trafficmanager.net/emea/',
      from: { id: '29:a' },
      recipient: { id: '28:b' },
      conversation: { id: 'a:1', tenantId: '11111111-1111-4111-8111-111111111111' },
      value: { parameters: [{ name: command.parameters[0].name, value: 'senco' }] },
    };
    expect(readQuery(activity)?.text).toBe('senco');
    expect(read(activity)).toBeUndefined();
  });

  test('says which setting is missing', () => {
    expect(() => appManifest(template, {})).toThrow(/MicrosoftAppId is missing/);
    expect(() => appManifest(template, { MicrosoftAppId: 'x' })).toThrow(/PAGE_ORIGIN is missing/);
  });
});
