import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { read, SHORTCUTS } from '../../adapters/slack/read.ts';
import { SCOPES } from '../../adapters/slack/scopes.ts';

const file = join(import.meta.dirname, '..', '..', 'manifest', 'slack', 'manifest.yaml');
const text = readFileSync(file, 'utf8');

/** What Slack takes, as far as it matters here: docs.slack.dev/reference/app-manifest. */
const manifestFile = z.strictObject({
  display_information: z.strictObject({
    name: z.string().max(35),
    description: z.string().max(140),
    background_color: z.string().regex(/^#[0-9a-f]{6}$/),
  }),
  features: z.strictObject({
    bot_user: z.strictObject({ display_name: z.string().max(80), always_online: z.boolean() }),
    app_home: z.strictObject({
      home_tab_enabled: z.literal(true),
      messages_tab_enabled: z.literal(true),
      messages_tab_read_only_enabled: z.literal(false),
    }),
    agent_view: z.strictObject({
      agent_description: z.string().max(300),
      suggested_prompts: z
        .array(z.strictObject({ title: z.string().min(1), message: z.string().min(1) }))
        .max(4),
    }),
    slash_commands: z.array(
      z.strictObject({
        command: z.string().startsWith('/').max(32),
        description: z.string().max(2_000),
        usage_hint: z.string().max(1_000),
        should_escape: z.boolean(),
        url: z.url().optional(),
      }),
    ),
    shortcuts: z.array(
      z.strictObject({
        name: z.string().max(24 * 4),
        type: z.enum(['global', 'message']),
        callback_id: z.string().max(255),
        description: z.string().max(150),
      }),
    ),
  }),
  oauth_config: z.strictObject({
    redirect_urls: z.array(z.url()).optional(),
    scopes: z.strictObject({ bot: z.array(z.string()) }),
  }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({
      request_url: z.url().optional(),
      bot_events: z.array(z.string()),
    }),
    interactivity: z.strictObject({ is_enabled: z.literal(true), request_url: z.url().optional() }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.literal(false),
  }),
});
const manifest = manifestFile.parse(load(text));

/** An event of each kind that the app asks for. */
const EVENTS: Record<string, object> = {
  app_home_opened: { type: 'app_home_opened', user: 'U1', channel: 'D1', tab: 'home' },
  app_mention: { type: 'app_mention', user: 'U1', channel: 'C1', text: 'hello', ts: '1.1' },
  app_uninstalled: { type: 'app_uninstalled' },
  'message.im': {
    type: 'message',
    channel_type: 'im',
    user: 'U1',
    channel: 'D1',
    text: 'hello',
    ts: '1.1',
  },
  tokens_revoked: { type: 'tokens_revoked', tokens: { bot: ['U1'] } },
  user_change: { type: 'user_change', user: { id: 'U1', deleted: true } },
};
const envelope = { type: 'event_callback', team_id: 'T1', event_id: 'Ev1' };

describe('the manifest', () => {
  test('asks for the scopes that the installation page asks for', () => {
    expect(manifest.oauth_config.scopes.bot).toEqual([...SCOPES]);
  });

  test('asks for the events that are handled, and no other', () => {
    expect(manifest.settings.event_subscriptions.bot_events).toEqual(Object.keys(EVENTS));
    for (const [name, event] of Object.entries(EVENTS))
      expect(read({ ...envelope, event }), name).toBeDefined();
  });

  test('has the shortcuts that are handled', () => {
    expect(manifest.features.shortcuts.map(({ type, callback_id }) => [type, callback_id])).toEqual(
      [
        ['global', SHORTCUTS.draft],
        ['message', SHORTCUTS.duty],
      ],
    );
    const who = { team: { id: 'T1' }, user: { id: 'U1' }, trigger_id: 't' };
    const message = { channel: { id: 'C1' }, message: { text: 'x' }, response_url: 'https://x' };
    for (const { type, callback_id } of manifest.features.shortcuts) {
      const payload = {
        type: type === 'global' ? 'shortcut' : 'message_action',
        callback_id,
        ...who,
        ...(type === 'message' && message),
      };
      expect(read(payload), callback_id).toBeDefined();
    }
  });

  test('has the one command, whose text comes escaped', () => {
    expect(
      manifest.features.slash_commands.map(({ command, should_escape }) => [
        command,
        should_escape,
      ]),
    ).toEqual([['/signpost', true]]);
  });

  test('is whole for HTTP too, once its commented lines count', () => {
    const http = text
      .replace(/^( +)# (url:|request_url:|redirect_urls:| +- https)/gm, '$1$2')
      .replace('socket_mode_enabled: true', 'socket_mode_enabled: false');
    const { features, settings, oauth_config } = manifestFile.parse(load(http));
    const address = 'https://signpost.example/slack/events';
    expect(features.slash_commands[0]?.url).toBe(address);
    expect(settings.event_subscriptions.request_url).toBe(address);
    expect(settings.interactivity.request_url).toBe(address);
    expect(oauth_config.redirect_urls).toEqual(['https://signpost.example/slack/oauth_redirect']);
  });
});
