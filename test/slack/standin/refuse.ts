/** Whether Slack would take a message or a view, and in which words it would not. */

import { blocksRule, homeRule, modalRule, textLength } from './block-kit.ts';
import { isObject, type Json, textOf } from './json.ts';
import { LIMITS } from './limits.ts';
import type { Rule } from './rules.ts';

const messageRule = blocksRule('message');

/**
 * Says no as Slack does.
 *
 * @param error the code
 * @param messages what is wrong, one for each fault
 * @returns the answer
 */
export function refusal(error: string, ...messages: string[]): Json {
  if (messages.length === 0) return { ok: false, error };
  return {
    ok: false,
    error,
    errors: messages,
    response_metadata: { messages: messages.map((message) => `[ERROR] ${message}`) },
  };
}

/**
 * Looks at the content of a message about to be written.
 *
 * Source: the errors of chat.postMessage and chat.update; the table block's page for the two tables.
 *
 * @param args the call's arguments
 * @param byCall whether it is a call, for a `response_url` is not under the limit of all text together
 * @returns the refusal, or undefined when Slack would take it
 */
export function refuseMessage(args: Json, byCall = true): Json | undefined {
  const { blocks, attachments, markdown_text: markdown, metadata } = args;
  if (textOf(markdown) !== '') {
    if (blocks !== undefined || textOf(args.text) !== '') return refusal('markdown_text_conflict');
    if (textOf(markdown).length > LIMITS.markdown) return refusal('msg_too_long');
  }
  if (metadata !== undefined) {
    const refused = refuseMetadata(metadata);
    if (refused !== undefined) return refused;
  }
  if (attachments !== undefined) {
    const refused = refuseAttachments(attachments);
    if (refused !== undefined) return refused;
  }
  if (blocks === undefined) return undefined;
  if (!Array.isArray(blocks) || !blocks.every(isObject)) return refusal('invalid_blocks_format');
  const problems = problemsOf(messageRule, blocks, '/blocks');
  if (problems.length > 0) return refusal('invalid_blocks', ...problems);
  if (blocks.filter(({ type }) => type === 'table').length > 1) {
    return refusal('invalid_attachments', 'only_one_table_allowed');
  }
  const inMarkdown = textLength(blocks.filter(({ type }) => type === 'markdown'));
  const charged = textLength(blocks) + LIMITS.perBlock * (blocks.length - 1);
  if (inMarkdown > LIMITS.markdown || (byCall && charged > LIMITS.messageText)) {
    return refusal('msg_blocks_too_long');
  }
  return undefined;
}

/**
 * Looks at a view about to be shown.
 *
 * @param view the view
 * @returns the refusal, or undefined when Slack would show it
 */
export function refuseView(view: unknown): Json | undefined {
  const rule = isObject(view) && view.type === 'home' ? homeRule : modalRule;
  const problems = problemsOf(rule, view, '/view');
  return problems.length > 0 ? refusal('invalid_arguments', ...problems) : undefined;
}

function refuseMetadata(metadata: unknown): Json | undefined {
  if (!isObject(metadata)) return refusal('invalid_metadata_format');
  if (Object.keys(metadata).length === 0) return undefined;
  if (textOf(metadata.event_type) === '' || !isObject(metadata.event_payload)) {
    return refusal('invalid_metadata_format');
  }
  if (Buffer.byteLength(JSON.stringify(metadata)) > LIMITS.metadataBytes) {
    return refusal('metadata_too_large');
  }
  return undefined;
}

function refuseAttachments(attachments: unknown): Json | undefined {
  if (!Array.isArray(attachments) || !attachments.every(isObject)) {
    return refusal('invalid_attachments');
  }
  if (attachments.length > LIMITS.attachments) return refusal('too_many_attachments');
  const problems = attachments.flatMap(({ blocks }, index) =>
    blocks === undefined ? [] : problemsOf(messageRule, blocks, `/attachments/${index}/blocks`),
  );
  return problems.length > 0 ? refusal('invalid_attachments', ...problems) : undefined;
}

function problemsOf(rule: Rule, value: unknown, at: string): string[] {
  const problems: string[] = [];
  rule(value, at, (message, where) => problems.push(`${message} [json-pointer:${where}]`));
  return problems;
}
